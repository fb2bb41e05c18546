/** A random number from 0 (inclusive) to 1 (exclusive). */
export type Chance = () => number;

/**
 * Chance that a seed repeats (mulberry32).
 *
 * @example const chance = repeatableChance(7);
 */
export function repeatableChance(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A random integer from 0 (inclusive) to `end` (exclusive). */
export const integerBelow = (chance: Chance, end: number): number => Math.floor(chance() * end);

/** One of some values. */
export function oneOf<T>(chance: Chance, values: readonly T[]): T {
  const chosen = values[integerBelow(chance, values.length)];
  if (chosen === undefined) throw new Error('there is nothing to choose from');
  return chosen;
}
