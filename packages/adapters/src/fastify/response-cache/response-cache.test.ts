import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeResponseCache, type CachedResponse } from './response-cache.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const response = (text: string, facts: Partial<CachedResponse> = {}): CachedResponse => ({
  body: Buffer.from(text),
  etag: text,
  locale: 'en',
  changesAt: Infinity,
  ...facts,
});

/** A source of responses: each load is finished by the test. */
function makeSource() {
  const finish: ((made: CachedResponse) => void)[] = [];
  const fail: ((error: Error) => void)[] = [];
  const load = async () =>
    new Promise<CachedResponse>((resolve, reject) => {
      finish.push(resolve);
      fail.push(reject);
    });
  return { load, finish, fail };
}
const read = async (cache: ReturnType<typeof makeResponseCache>, text: string, facts?: Partial<CachedResponse>) =>
  (await cache.read('key', async () => response(text, facts))).etag;

describe('a cached response', () => {
  it('is sent for a second after its read began, and then made anew', async () => {
    const cache = makeResponseCache();
    const { load, finish } = makeSource();
    const first = cache.read('key', load);
    vi.advanceTimersByTime(400);
    finish[0]?.(response('first'));
    await first;
    vi.advanceTimersByTime(599);
    expect(await read(cache, 'second')).toBe('first');
    vi.advanceTimersByTime(1);
    expect(await read(cache, 'second')).toBe('second');
  });

  it('is not sent after this process has written', async () => {
    const cache = makeResponseCache();
    await read(cache, 'before');
    cache.clear();
    expect(await read(cache, 'after')).toBe('after');
  });

  it('is not sent after an announced change of prices', async () => {
    const cache = makeResponseCache();
    await read(cache, 'old price', { changesAt: performance.now() + 300 });
    vi.advanceTimersByTime(299);
    expect(await read(cache, 'new price')).toBe('old price');
    vi.advanceTimersByTime(1);
    expect(await read(cache, 'new price')).toBe('new price');
  });

  it('is sent for less than a second if it was read from a replica that lags', async () => {
    const cache = makeResponseCache({ ageOfReads: () => 700 });
    await read(cache, 'first');
    vi.advanceTimersByTime(299);
    expect(await read(cache, 'second')).toBe('first');
    vi.advanceTimersByTime(1);
    expect(await read(cache, 'second')).toBe('second');
  });

  it('gives way to newer ones when the memory for them is full', async () => {
    const cache = makeResponseCache({ maxSize: 100_000 });
    const readKey = async (key: string, text: string) =>
      (await cache.read(key, async () => response(text, { body: Buffer.alloc(9_000) }))).etag;
    for (let index = 0; index < 50; index += 1) await readKey(String(index), 'cached');
    // Ten of 9,000 bytes fit.
    expect([await readKey('49', 'anew'), await readKey('41', 'anew')]).toEqual(['cached', 'cached']);
    expect([await readKey('0', 'anew'), await readKey('38', 'anew')]).toEqual(['anew', 'anew']);
  });
});

describe('concurrent requests for a response that is not cached', () => {
  it('share one read', async () => {
    const cache = makeResponseCache();
    const { load, finish } = makeSource();
    const requests = Array.from({ length: 200 }, async () => cache.read('key', load));
    finish[0]?.(response('one'));
    expect(new Set((await Promise.all(requests)).map(({ etag }) => etag))).toEqual(new Set(['one']));
    expect(finish).toHaveLength(1);
  });

  it('share its failure, which the next request does not get', async () => {
    const cache = makeResponseCache();
    const { load, fail } = makeSource();
    const requests = [cache.read('key', load), cache.read('key', load)];
    fail[0]?.(new Error('away'));
    expect((await Promise.allSettled(requests)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await read(cache, 'back')).toBe('back');
  });

  it('do not join a read that began before a write of this process, and it is not cached', async () => {
    const cache = makeResponseCache();
    const { load, finish } = makeSource();
    const before = cache.read('key', load);
    cache.clear();
    const after = cache.read('key', load);
    finish[1]?.(response('after'));
    expect((await after).etag).toBe('after');
    finish[0]?.(response('before'));
    expect((await before).etag).toBe('before');
    expect(await read(cache, 'later')).toBe('after');
  });

  it('do not join a read that began a second ago: another process may have written since', async () => {
    const cache = makeResponseCache();
    const { load, finish } = makeSource();
    const slow = cache.read('key', load);
    vi.advanceTimersByTime(1_000);
    const next = cache.read('key', load);
    expect(finish).toHaveLength(2);
    finish[1]?.(response('next'));
    finish[0]?.(response('slow'));
    expect([(await slow).etag, (await next).etag]).toEqual(['slow', 'next']);
    expect(await read(cache, 'later')).toBe('next');
  });
});
