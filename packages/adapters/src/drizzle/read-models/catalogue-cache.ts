import { LRUCache } from 'lru-cache';

/** Products that this process has read in the last second. */
export type CatalogueCache<Value extends object> = {
  /** Returns the cached value, or else what `load` reads now. */
  readonly read: (key: string, load: () => Promise<Value | undefined>) => Promise<Value | undefined>;
  /** Forgets everything: something was written by this process. */
  readonly clear: () => void;
};

/** Characters of JSON: about 40 MB of memory. */
const maxSize = 20_000_000;

/**
 * The one cache of the shop. A value is at most `ttlMs` old, counted from before it was read, so other processes'
 * writes appear within that time. A write of this process clears it, and a value that was read before the write is not
 * stored.
 *
 * @example
 * const cache = makeCatalogueCache<ProductView>();
 * const product = await cache.read('mug', () => loadProduct('mug'));
 */
export function makeCatalogueCache<Value extends object>({ ttlMs = 1_000 } = {}): CatalogueCache<Value> {
  const values = new LRUCache<string, Value>({
    maxSize,
    sizeCalculation: (value) => JSON.stringify(value).length,
    ttl: ttlMs,
    ttlResolution: 0,
    // Read at each call, so that tests can replace the clock.
    perf: { now: () => performance.now() },
  });
  let generation = 0;
  return {
    read: async (key, load) => {
      const cached = values.get(key);
      if (cached !== undefined) return cached;
      const [start, startedIn] = [performance.now(), generation];
      const value = await load();
      if (value !== undefined && startedIn === generation) values.set(key, value, { start });
      return value;
    },
    clear: () => {
      generation += 1;
      values.clear();
    },
  };
}
