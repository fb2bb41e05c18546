import { median } from '../measuring/run-load.js';

/** Figures by name, one value a round. */
export type Measurements = {
  readonly note: (name: string, value: number) => void;
  /** NaN when nothing was measured under the name. */
  readonly median: (name: string) => number;
  /** The median of the rounds' ratios: both values of a round were measured under the same conditions. */
  readonly ratio: (name: string, other: string) => number;
};

export function makeMeasurements(): Measurements {
  const values = new Map<string, number[]>();
  const of = (name: string): readonly number[] => values.get(name) ?? [];
  return {
    note: (name, value) => void values.set(name, [...of(name), value]),
    median: (name) => median(of(name)),
    ratio: (name, other) => median(of(name).map((value, round) => value / (of(other)[round] ?? Number.NaN))),
  };
}
