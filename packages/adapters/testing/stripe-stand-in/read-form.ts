import { invalidParameter } from './stripe-failure.js';

/** What a form holds: texts, in objects and arrays. */
export type FormValue = string | FormValue[] | { [name: string]: FormValue };
export type Form = Record<string, FormValue>;

/**
 * Reads `a=1&b[c]=2&d[0][e]=3&expand[]=f`, the form in which Stripe takes bodies and queries.
 *
 * @throws StripeFailure when a name is both a text and an object
 */
export function readForm(text: string): Form {
  const root: Form = Object.create(null) as Form;
  for (const [name, value] of new URLSearchParams(text)) {
    const [first = '', ...rest] = name.split('[');
    const path = [first, ...rest.map((part) => part.replace(/\]$/u, ''))];
    let target: Form = root;
    for (const [at, part] of path.entries()) {
      const key = part === '' ? String(Object.keys(target).length) : part;
      if (at === path.length - 1) {
        target[key] = value;
        break;
      }
      const next = (target[key] ??= Object.create(null) as Form);
      if (typeof next === 'string') throw invalidParameter(`Invalid hash: ${name}`, undefined, path[0] ?? '');
      target = next as Form;
    }
  }
  return listsIn(root) as Form;
}

/** An object whose names are 0, 1, 2, … is a list. */
function listsIn(value: FormValue): FormValue {
  if (typeof value === 'string') return value;
  const entries = Object.entries(value).map(([name, part]) => [name, listsIn(part)] as const);
  const isList = entries.length > 0 && entries.every(([name], at) => name === String(at));
  return isList ? entries.map(([, part]) => part) : Object.fromEntries(entries);
}
