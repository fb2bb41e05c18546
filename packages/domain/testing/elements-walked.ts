type Walk = (this: { readonly length?: number; readonly size?: number }, ...args: readonly unknown[]) => unknown;

const ofArrays =
  'concat entries every filter find findIndex findLast flat flatMap forEach includes indexOf join keys map reduce reverse slice ' +
  'some sort splice toReversed toSorted values with';
const ofCollections = 'entries forEach keys values';
const walks = [
  [Array.prototype, ofArrays],
  [Map.prototype, ofCollections],
  [Set.prototype, ofCollections],
] as const;

/**
 * How many elements of arrays, maps and sets are gone over while `work` runs, copies included: what its length costs,
 * the same on every machine. A walk that ends early counts in full.
 */
export function elementsWalked(work: () => void): number {
  let walked = 0;
  const undo: (() => void)[] = [];
  for (const [prototype, names] of walks) {
    for (const name of [...names.split(' '), Symbol.iterator]) {
      const before = Object.getOwnPropertyDescriptor(prototype, name);
      const walk = before?.value as Walk | undefined;
      if (before === undefined || walk === undefined) throw new Error(`there is no ${String(name)} to count`);
      undo.push(() => Object.defineProperty(prototype, name, before));
      const counting: Walk = function counting(...args) {
        walked += this.length ?? this.size ?? 0;
        return Reflect.apply(walk, this, args);
      };
      Object.defineProperty(prototype, name, { ...before, value: counting });
    }
  }
  try {
    const from = walked;
    work();
    return walked - from;
  } finally {
    for (let index = 0; index < undo.length; index += 1) undo[index]?.();
  }
}
