import * as fc from 'fast-check';

/** Numbers that count nothing, or more than a double can count. */
export const hostileNumber = fc.oneof(
  fc.constantFrom(
    NaN,
    -0,
    1.5,
    2 ** 53,
    -1,
    -(2 ** 53),
    Infinity,
    -Infinity,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_VALUE,
    1e300,
  ),
  fc.double(),
  fc.nat({ max: 1000 }),
);

/** Texts that objects have keys of by themselves, halves of surrogate pairs, and whatever else fits into a string. */
export const hostileText = fc.oneof(
  fc.constantFrom('', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '\uD800', '\uDC00x', '\0', ' ', 'İ'),
  fc.string({ unit: 'binary' }),
);

export const hostileCurrency = fc.oneof(fc.constantFrom('USD', 'JPY', 'KWD', 'usd', 'XAU'), hostileText);
export const hostileMoney = fc.record({ amount: hostileNumber, currency: hostileCurrency });

/** Texts under these keys are one of a few: the compiler refuses every other one. */
const named = new Set(['type', 'mode', 'by', 'status', 'paymentStatus', 'basis', 'prices', 'level']);

type Path = readonly string[];

function leavesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value === 'number') return [path];
  if (typeof value === 'string') return path.some((key) => named.has(key)) ? [] : [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => leavesOf(member, [...path, key]));
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((each, index) => (String(index) === key ? replaced(each, rest, by) : each));
  return Object.fromEntries(
    Object.entries(value as object).map(([name, each]) => [name, name === key ? replaced(each, rest, by) : each]),
  );
}

const leafAt = (value: unknown, path: Path): unknown =>
  path.reduce((at: unknown, key) => (at as Readonly<Record<string, unknown>>)[key], value);

/** A value with one of its numbers or texts turned hostile, wherever it stands. */
export const spoilt = <T>(value: T): fc.Arbitrary<T> =>
  fc
    .constantFrom(...leavesOf(value))
    .chain((path) =>
      (typeof leafAt(value, path) === 'number' ? hostileNumber : hostileText).map(
        (by) => replaced(value, path, by) as T,
      ),
    );
