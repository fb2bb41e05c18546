/**
 * Checks that data from outside has the shape that its type promises: JSON may hold anything. Bundlers leave out shapes
 * that are not used, because what makes them is marked to have no side effects.
 */
import { readInstant } from './instant.js';
import type { Instant } from './flavoured.js';

/**
 * The input is not what its type says: a member is missing, `null`, of another type, or a word that is unknown. `path`
 * is the place of the first fault, such as `cart.lines[0].quantity`.
 *
 * @example const error: MalformedInput = { type: 'input.malformed', path: 'cart.lines[0].quantity' };
 */
export type MalformedInput = { readonly type: 'input.malformed'; readonly path: string };

declare const shaped: unique symbol;

/** Returns the path of the first fault below a value; `undefined` when the value has the shape of a `T`. */
export type Shape<T> = ((value: unknown) => string | undefined) & { readonly [shaped]?: T };

/** One shape for each member, so that a new member does not compile without its shape. */
export type Shapes<T> = { readonly [Key in keyof T]-?: Shape<T[Key]> };

/** What is wrong with `value`, which the caller knows as `name`. */
export function findMalformed(shape: Shape<unknown>, value: unknown, name: string): MalformedInput | undefined {
  const path = shape(value);
  return path === undefined ? undefined : { type: 'input.malformed', path: name + path };
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A safe integer from zero, and not −0, which JSON cannot carry. */
export const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && !Object.is(value, -0);

/* @__NO_SIDE_EFFECTS__ */
const when =
  <T>(fits: (value: unknown) => boolean): Shape<T> =>
  (value) =>
    fits(value) ? undefined : '';

export const anything: Shape<unknown> = () => undefined;
export const text: Shape<string> = when((value) => typeof value === 'string');
export const flag: Shape<boolean> = when((value) => typeof value === 'boolean');
/** Any number; what it may be is checked by the rule that reads it. */
export const number: Shape<number> = when((value) => typeof value === 'number');
/** A number that orders: neither above nor below any other, NaN would leave the order to the order of the input. */
export const rank: Shape<number> = when((value) => typeof value === 'number' && !Number.isNaN(value));
export const count: Shape<number> = when(isCount);
export const positive: Shape<number> = when((value) => isCount(value) && value > 0);
export const instant: Shape<Instant> = when((value) => typeof value === 'string' && readInstant(value) !== undefined);

/** An object whose members are checked by the rule that reads them. */
export const anyRecord = when<never>(isRecord);

/** One of a few words. */
/* @__NO_SIDE_EFFECTS__ */
export const word = <const Word extends string | number | boolean>(...words: readonly Word[]): Shape<Word> =>
  when((value) => words.some((each) => each === value));

/* @__NO_SIDE_EFFECTS__ */
export const optional =
  <T>(shape: Shape<T>): Shape<T | undefined> =>
  (value) =>
    value === undefined ? undefined : shape(value);

/* @__NO_SIDE_EFFECTS__ */
export const list =
  <T>(shape: Shape<T>): Shape<readonly T[]> =>
  (value) => {
    if (!Array.isArray(value)) return '';
    // By index: iteration skips the holes of a sparse array.
    for (let index = 0; index < value.length; index += 1) {
      const fault = shape(value[index]);
      if (fault !== undefined) return `[${index}]${fault}`;
    }
    return undefined;
  };

/** An object with any keys. */
/* @__NO_SIDE_EFFECTS__ */
export const record =
  <T>(shape: Shape<T>): Shape<Readonly<Record<string, T>>> =>
  (value) => {
    if (!isRecord(value)) return '';
    for (const key of Object.keys(value)) {
      const fault = shape(value[key]);
      if (fault !== undefined) return `.${key}${fault}`;
    }
    return undefined;
  };

/** An object with these members; others are ignored. */
/* @__NO_SIDE_EFFECTS__ */
export const fields = <T>(shapes: Shapes<T>): Shape<T> => {
  const members = Object.entries<Shape<unknown>>(shapes);
  return (value) => {
    if (!isRecord(value)) return '';
    for (const [key, shape] of members) {
      const fault = shape(ownEntry(value, key));
      if (fault !== undefined) return `.${key}${fault}`;
    }
    return undefined;
  };
};

/** An object with these members and no others: an unknown member may be a rule that must not be ignored. */
/* @__NO_SIDE_EFFECTS__ */
export const exactly = <T>(shapes: Shapes<T>): Shape<T> => {
  const known = fields(shapes);
  return (value) => {
    const fault = known(value);
    if (fault !== undefined) return fault;
    const unknown = Object.keys(value as object).find((key) => !Object.hasOwn(shapes, key));
    return unknown === undefined ? undefined : `.${unknown}`;
  };
};

/**
 * A union: the member `key` holds a word that chooses the shapes of the other members; `objectOf` is `fields` or
 * `exactly`.
 */
/* @__NO_SIDE_EFFECTS__ */
export const oneOf = <Union, Key extends keyof Union & string>(
  key: Key,
  members: {
    readonly [Word in Union[Key] & string]: Shapes<Omit<Extract<Union, { readonly [_ in Key]: Word }>, Key>>;
  },
  objectOf: (shapes: Shapes<object>) => Shape<object> = fields,
): Shape<Union> => {
  const shapeOf = new Map(
    Object.entries(members).map(([name, shapes]) => [name, objectOf({ ...(shapes as object), [key]: anything })]),
  );
  return (value) => {
    if (!isRecord(value)) return '';
    const chosen = ownEntry(value, key);
    const shape = typeof chosen === 'string' ? shapeOf.get(chosen) : undefined;
    return shape === undefined ? `.${key}` : shape(value);
  };
};

/** The members that are not undefined: what is stored survives JSON unchanged. */
export const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;

/** The defined members of `value` that `shapes` names. */
export const pick = <T extends object>(shapes: Shapes<T>, value: T): T =>
  defined(Object.fromEntries(Object.keys(shapes).map((key) => [key, value[key as keyof T]])) as T);

/** What a record holds under a key of its own: `constructor` has no price just because every object has one. */
export const ownEntry = <T>(entries: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  entries !== undefined && Object.hasOwn(entries, key) ? entries[key] : undefined;
