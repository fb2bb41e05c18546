import { LRUCache } from 'lru-cache';

/** The body of a 200 response, with the parts of its headers that depend on it. */
export type CachedResponse = {
  readonly body: Buffer;
  readonly etag: string;
  /** The language of the body. */
  readonly locale: string;
  /** When the body changes without a write, by `performance.now()`; `Infinity` if never. */
  readonly changesAt: number;
};

/** Responses that this process has made in the last second. */
export type ResponseCache = {
  /** Returns the cached response, or else what `load` makes now. Concurrent reads of a key share one `load`. */
  readonly read: (key: string, load: () => Promise<CachedResponse>) => Promise<CachedResponse>;
  /** Invalidates everything: this process has written something. */
  readonly clear: () => void;
};

type Settings = {
  /** Maximum age of a response; default: 1 s. */
  readonly ttlMs?: number;
  /** Bytes of bodies and keys; default: 32 MB. */
  readonly maxSize?: number;
  /** Age of what is read from the database now, in milliseconds: the lag of a replica. */
  readonly ageOfReads?: () => number;
  /** Called for each read that does not call its own `load`. */
  readonly onHit?: () => void;
};

type Entry = { readonly response: CachedResponse; readonly version: number; readonly freshUntil: number };
type Load = { readonly response: Promise<CachedResponse>; readonly startedAt: number };

/** Memory of an entry besides its body and key. */
const overhead = 500;

/**
 * The one cache of catalogue reads (docs/adr/0054; sessions have their own, 0038): bodies of responses. Each entry
 * carries the version of the catalogue that it was read at; a write of this process starts a new version, and no read
 * of a new version uses or joins one of an older version. Other processes' writes appear within `ttlMs`, counted from
 * before the read.
 *
 * @example
 * const cache = makeResponseCache();
 * const { body } = await cache.read('/products?limit=20', () => listProducts());
 */
export function makeResponseCache({
  ttlMs = 1_000,
  maxSize = 32_000_000,
  ageOfReads = () => 0,
  onHit,
}: Settings = {}): ResponseCache {
  const entries = new LRUCache<string, Entry>({
    maxSize,
    sizeCalculation: ({ response }, key) => response.body.length + 2 * key.length + overhead,
  });
  let version = 0;
  let loads = new Map<string, Load>();

  const store = async (key: string, startedAt: number, load: () => Promise<CachedResponse>) => {
    const startedIn = version;
    const age = ageOfReads();
    const response = await load();
    const freshUntil = Math.min(startedAt + ttlMs - Math.max(age, ageOfReads()), response.changesAt);
    if (startedIn === version) entries.set(key, { response, version, freshUntil });
    return response;
  };
  return {
    read: async (key, load) => {
      const now = performance.now();
      const entry = entries.get(key);
      if (entry?.version === version && now < entry.freshUntil) {
        onHit?.();
        return entry.response;
      }
      const joined = loads.get(key);
      // A load that takes longer than a second would be too old for those that come later.
      if (joined !== undefined && now < joined.startedAt + ttlMs) {
        onHit?.();
        return joined.response;
      }
      const started: Load = { startedAt: now, response: store(key, now, load) };
      loads.set(key, started);
      try {
        return await started.response;
      } finally {
        if (loads.get(key) === started) loads.delete(key);
      }
    },
    clear: () => {
      version += 1;
      loads = new Map();
    },
  };
}
