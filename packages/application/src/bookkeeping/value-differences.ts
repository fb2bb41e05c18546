import type { Money } from '@cartwright/domain';

/** A value as a difference shows it: an amount, a plain value, or JSON. */
export type ShownValue = Money | string | number | boolean;

/** A member whose stored value differs from the computed one. An absent side has no such member. */
export type ValueDifference = {
  /** Such as `payments[0].amount`. */
  readonly field: string;
  readonly stored?: ShownValue;
  readonly computed?: ShownValue;
};

type Fields = Readonly<Record<string, unknown>>;

/**
 * The members in which two JSON values differ. A member that is undefined is absent.
 *
 * @example
 * valueDifferences({ total: usd(1), lines: [] }, { total: usd(2), lines: [] })
 * // [{ field: 'total', stored: usd(1), computed: usd(2) }]
 */
export function valueDifferences(stored: unknown, computed: unknown, field = ''): readonly ValueDifference[] {
  if (isEqual(stored, computed)) return [];
  if (Array.isArray(stored) && Array.isArray(computed)) {
    const length = Math.max(stored.length, computed.length);
    const found: ValueDifference[] = [];
    for (let index = 0; index < length; index += 1) {
      found.push(...valueDifferences(stored[index], computed[index], `${field}[${index}]`));
    }
    return found;
  }
  if (isMoney(stored) && isMoney(computed)) {
    if (stored.amount === computed.amount && stored.currency === computed.currency) return [];
  } else if (isFields(stored) && isFields(computed)) {
    const found: ValueDifference[] = [];
    const member = (name: string): string => (field === '' ? name : `${field}.${name}`);
    for (const name in stored) found.push(...valueDifferences(stored[name], computed[name], member(name)));
    for (const name in computed) {
      if (!(name in stored)) found.push(...valueDifferences(undefined, computed[name], member(name)));
    }
    return found;
  }
  return [{ field, ...shown('stored', stored), ...shown('computed', computed) }];
}

/** Whether two JSON values are equal in every member. Most are, so this allocates nothing. */
export function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) && left.length === right.length && left.every((each, index) => isEqual(each, right[index]))
    );
  }
  if (Array.isArray(right)) return false;
  const [one, other] = [left as Fields, right as Fields];
  for (const name in one) if (!isEqual(one[name], other[name])) return false;
  for (const name in other) if (one[name] === undefined && other[name] !== undefined) return false;
  return true;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isMoney = (value: unknown): value is Money =>
  isFields(value) && typeof value['amount'] === 'number' && typeof value['currency'] === 'string';

const maximumShown = 200;

function shown<Name extends string>(name: Name, value: unknown): { readonly [Each in Name]?: ShownValue } {
  if (value === undefined) return {};
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const of = isMoney(value) || isPlain ? value : JSON.stringify(value).slice(0, maximumShown);
  return { [name]: of } as { readonly [Each in Name]?: ShownValue };
}
