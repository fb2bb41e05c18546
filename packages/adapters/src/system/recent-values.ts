/** Values by key, of which the least recently used go when there are too many. */
export type RecentValues<Key, Value> = {
  readonly get: (key: Key) => Value | undefined;
  readonly set: (key: Key, value: Value) => void;
};

/**
 * Keeps `most` values. Nothing else ever ends one: what may become untrue has to be checked by whoever gets it.
 *
 * @example const bodies = keepRecent<string, Buffer>(1000);
 */
export function keepRecent<Key, Value>(most: number): RecentValues<Key, Value> {
  // A Map keeps the order in which its keys came.
  const values = new Map<Key, Value>();
  /** The last one already: what is used again and again is not moved each time. */
  let newest: Key | undefined;
  return {
    get: (key) => {
      const value = values.get(key);
      if (value !== undefined && key !== newest) {
        values.delete(key);
        values.set(key, value);
        newest = key;
      }
      return value;
    },
    set: (key, value) => {
      newest = key;
      values.delete(key);
      values.set(key, value);
      if (values.size <= most) return;
      for (const oldest of values.keys()) {
        values.delete(oldest);
        break;
      }
    },
  };
}
