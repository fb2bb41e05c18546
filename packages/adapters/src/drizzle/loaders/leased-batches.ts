import { LRUCache } from 'lru-cache';
import { inBatches, type BatchOptions } from '../../system/in-batches.js';
import type { Lease, ReadLeases } from './read-leases.js';

export type LeasedReads<Value> = {
  /** What was read of this name, while its lease holds. */
  readonly held: (name: string) => Value | undefined;
  /** The same, or else what is there now. */
  readonly read: (name: string) => Promise<Value | undefined>;
};

/** So many names may be asked for again within a lease. */
const most = 64;

/**
 * Reads by name, of which those of one moment share a question, and each answer is given again while its lease holds.
 *
 * @param ask - is given each name once; leaves out what is not there
 */
export function leasedBatches<Value extends object>(
  leases: ReadLeases,
  limits: BatchOptions,
  ask: (names: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): LeasedReads<Value> {
  const kept = new LRUCache<string, { readonly value: Value; readonly lease: Lease }>({ max: most });
  const held = (name: string): Value | undefined => {
    const seen = kept.get(name);
    return seen !== undefined && leases.holds(seen.lease) ? seen.value : undefined;
  };
  const readTogether = inBatches<string, Value | undefined>(limits, async (asked) => {
    const answers = new Map<string, Value>();
    const wanted = [...new Set(asked)].filter((name) => {
      // Somebody else may have read it since.
      const value = held(name);
      if (value !== undefined) answers.set(name, value);
      return value === undefined;
    });
    if (wanted.length > 0) {
      const lease = leases.begin();
      for (const [name, value] of await ask(wanted)) {
        answers.set(name, value);
        kept.set(name, { value, lease });
      }
    }
    return asked.map((name) => answers.get(name));
  });
  return { held, read: async (name) => held(name) ?? readTogether(name) };
}
