/** Fields of a body, as dotted paths. */
export type TextFaults = {
  /** Texts or names with a NUL, half a surrogate pair, or bytes that are not UTF-8. */
  readonly texts: readonly string[];
  /** Names that would change the prototype of an object. */
  readonly names: readonly string[];
};

/** Maximum fields of each kind; a client corrects these first. */
const maximumFields = 20;
/** Deeper fields have the path of an outer one. */
const longestPath = 200;

/**
 * The fields of a parsed body that must be refused, whichever route it is for.
 *
 * @param isValid - whether the bytes were UTF-8; others were decoded as U+FFFD
 * @example textFaults({ items: [{ note: 'a\0' }] }, { isValid: true }) // { texts: ['items.0.note'], names: [] }
 */
export function textFaults(body: unknown, { isValid }: { readonly isValid: boolean }): TextFaults {
  const texts: string[] = [];
  const names: string[] = [];
  const isFaulty = (text: string): boolean => /[\0\p{Surrogate}]/u.test(text) || (!isValid && text.includes('\uFFFD'));
  // No recursion: a hostile body nests deeper than the stack.
  const waiting: { readonly value: unknown; readonly path: string }[] = [{ value: body, path: '' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path } = next;
    if (typeof value === 'string' && isFaulty(value)) texts.push(path);
    if (texts.length + names.length >= maximumFields) break;
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, member] of Object.entries(value).toReversed()) {
      const field = path === '' ? readable(name) : path.length > longestPath ? path : `${path}.${readable(name)}`;
      if (isFaulty(name)) texts.push(field);
      else if (name === '__proto__' || (name === 'constructor' && isPrototype(member))) names.push(field);
      else waiting.push({ value: member, path: field });
    }
  }
  return { texts, names };
}

const isPrototype = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype');

/** A name without what a response cannot contain. */
const readable = (name: string): string => name.replaceAll(/[\0\p{Surrogate}]/gu, '\uFFFD');
