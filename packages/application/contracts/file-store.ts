import type { ByteRange, FileStore } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { valueOf } from './sample-shop.js';
import { subjectForEachTest } from './unit-of-work/subject.js';

export type FileStoreSubject = {
  /** With nothing in it. */
  readonly store: FileStore;
  /** From now on nothing can be kept. */
  readonly goAway: () => Promise<void>;
  readonly dispose: () => Promise<void>;
};

const limit = { maximumBytes: 1_000_000 };

/** What every `FileStore` promises. `makeSubject` is called before each test. */
export const describeFileStoreContract = (name: string, makeSubject: () => Promise<FileStoreSubject>): void => {
  describe(`${name} as a file store`, () => {
    const subject = subjectForEachTest(makeSubject);
    const put = (key: string, text: string) => subject().store.put(key, sent(text), limit);
    const read = async (key: string, range?: ByteRange): Promise<{ size: number; text: string } | undefined> => {
      const found = valueOf(await subject().store.read(key, range));
      return found && { size: found.size, text: await textOf(found.content) };
    };

    it('returns any stored bytes unchanged', async () => {
      const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 31 + (index >> 8)) % 256);
      expect(valueOf(await subject().store.put('digital/all-bytes', inPieces(bytes, 70_001), limit))).toEqual({
        size: 300_000,
      });
      const found = valueOf(await subject().store.read('digital/all-bytes'));
      expect(found?.size).toBe(300_000);
      expect(Buffer.concat(await piecesOf(found?.content)).equals(bytes)).toBe(true);
    });

    it('stores an empty file', async () => {
      expect(valueOf(await put('digital/empty', ''))).toEqual({ size: 0 });
      expect(await read('digital/empty')).toEqual({ size: 0, text: '' });
    });

    it('returns a part of a file and the size of the whole', async () => {
      valueOf(await put('digital/part', '0123456789'));
      expect(await read('digital/part', { start: 0, end: 0 })).toEqual({ size: 10, text: '0' });
      expect(await read('digital/part', { start: 3, end: 6 })).toEqual({ size: 10, text: '3456' });
      expect(await read('digital/part', { start: 9, end: 9 })).toEqual({ size: 10, text: '9' });
    });

    it('finds no other files than those that are stored', async () => {
      valueOf(await put('digital/one', 'one'));
      expect(await read('digital/one')).toBeDefined();
      expect(await read('digital/two')).toBeUndefined();
      expect(await read('digital')).toBeUndefined();
    });

    it('replaces the file of a key, and no other file', async () => {
      valueOf(await put('digital/one', 'first'));
      valueOf(await put('digital/other', 'other'));
      valueOf(await put('digital/one', 'second'));
      expect([await read('digital/one'), await read('digital/other')]).toMatchObject([
        { text: 'second' },
        { text: 'other' },
      ]);
    });

    it('removes a file, and accepts a file that does not exist', async () => {
      valueOf(await put('digital/one', 'one'));
      valueOf(await put('digital/two', 'two'));
      valueOf(await subject().store.remove('digital/one'));
      valueOf(await subject().store.remove('digital/one'));
      expect([await read('digital/one'), await read('digital/two')]).toMatchObject([undefined, { text: 'two' }]);
    });

    it('refuses a file above the maximum size as soon as it is exceeded, and leaves the previous file', async () => {
      valueOf(await put('digital/one', 'first'));
      let asked = 0;
      async function* endless(): AsyncGenerator<Uint8Array> {
        for (;;) {
          asked += 1;
          yield new Uint8Array(10);
        }
      }
      const refused = await subject().store.put('digital/one', endless(), { maximumBytes: 95 });
      expect(refused._unsafeUnwrapErr()).toEqual({ type: 'file.too-large', maximumBytes: 95 });
      expect(asked).toBe(10);
      expect(valueOf(await subject().store.put('digital/exact', sent('12345'), { maximumBytes: 5 }))).toEqual({
        size: 5,
      });
      expect(await read('digital/one')).toMatchObject({ text: 'first' });
    });

    it('stores nothing of an interrupted upload, and leaves the previous file', async () => {
      valueOf(await put('digital/one', 'first'));
      async function* broken(): AsyncGenerator<Uint8Array> {
        yield Buffer.from('half of');
        throw new Error('the sender is gone');
      }
      expect((await subject().store.put('digital/one', broken(), limit))._unsafeUnwrapErr()).toEqual({
        type: 'file.incomplete',
      });
      expect((await subject().store.put('digital/new', broken(), limit)).isErr()).toBe(true);
      expect([await read('digital/one'), await read('digital/new')]).toMatchObject([{ text: 'first' }, undefined]);
    });

    it('gives a reader one complete file during concurrent writes', async () => {
      const texts = Array.from({ length: 8 }, (_, index) => String(index).repeat(20_000));
      const puts = texts.map((text) => subject().store.put('digital/one', inPieces(Buffer.from(text), 701), limit));
      for (const answer of await Promise.all(puts)) valueOf(answer);
      expect(texts).toContain((await read('digital/one'))?.text);
    });

    it.each([
      '',
      '.',
      '..',
      '../one',
      'a/../../one',
      '/etc/passwd',
      'a//b',
      'a/',
      'a\\b',
      'a\0b',
      'A',
      '.hidden',
      'a.b',
      'é',
      'a'.repeat(101),
      'a/b/c/d/e/f',
    ])('takes %j for no key: it might name another place', async (key) => {
      const { store } = subject();
      expect(() => store.put(key, sent('x'), limit)).toThrow('no key of a file');
      expect(() => store.read(key)).toThrow('no key of a file');
      expect(() => store.remove(key)).toThrow('no key of a file');
    });

    it('reports when nothing can be stored', async () => {
      await subject().goAway();
      expect((await put('digital/one', 'one'))._unsafeUnwrapErr()).toEqual({
        type: 'files.unavailable',
        retryAfterSeconds: expect.any(Number),
      });
    });
  });
};

async function* sent(text: string): AsyncGenerator<Uint8Array> {
  yield* inPieces(Buffer.from(text), 7);
}

async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += length) yield bytes.subarray(start, start + length);
}

async function piecesOf(content: AsyncIterable<Uint8Array> | undefined): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content ?? []) pieces.push(piece);
  return pieces;
}

const textOf = async (content: AsyncIterable<Uint8Array>): Promise<string> =>
  Buffer.concat(await piecesOf(content)).toString();
