import type { RemoteFiles } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { valueOf } from './sample-shop.js';
import { subjectForEachTest } from './unit-of-work/subject.js';

export type RemoteFilesSubject = {
  readonly files: RemoteFiles;
  /** Serves content; returns its address. */
  readonly serve: (content: Uint8Array) => Promise<string>;
  /** An address of a site that has no such file. */
  readonly missing: string;
  readonly dispose: () => Promise<void>;
};

/** What every `RemoteFiles` promises. `makeSubject` is called before each test. */
export const describeRemoteFilesContract = (name: string, makeSubject: () => Promise<RemoteFilesSubject>): void => {
  describe(`${name} as files of other sites`, () => {
    const subject = subjectForEachTest(makeSubject);
    const read = async (url: string, maximumBytes = 1_000) => subject().files.read(url, { maximumBytes });

    it('reads any bytes unchanged, up to the maximum', async () => {
      const content = Uint8Array.from({ length: 1_000 }, (_, index) => index % 256);
      const found = valueOf(await read(await subject().serve(content)));
      expect(Buffer.compare(found, content)).toBe(0);
    });

    it('refuses a larger file', async () => {
      const url = await subject().serve(new Uint8Array(1_001));
      expect((await read(url))._unsafeUnwrapErr()).toEqual({ type: 'remote.too-large', maximumBytes: 1_000 });
    });

    it('reports a file that does not exist', async () => {
      expect((await read(subject().missing))._unsafeUnwrapErr()).toEqual({ type: 'remote.missing', status: 404 });
    });

    it.each([
      'http://10.0.0.1/a.jpg',
      'http://172.16.0.1/a.jpg',
      'http://192.168.1.1:8080/a.jpg',
      'http://169.254.169.254/latest/meta-data',
      'http://100.64.0.1/',
      'http://0.0.0.0/',
      'http://[::1]/',
      'http://[fd00::1]/',
      'http://[fe80::1]/',
      'http://[::ffff:10.0.0.1]/',
      'http://167772161/',
      'http://0xa000001/',
      'http://0012.0.0.1/',
      'http://localhost/',
      'https://shop.localhost./',
      'http://metadata.google.internal/',
      'http://user:secret@images.example/a.jpg',
      'file:///etc/passwd',
      'ftp://images.example/a.jpg',
      'data:image/png;base64,AAAA',
      'no address',
    ])('refuses %s', async (url) => {
      expect(subject().files.isRefused(url)).toBe(true);
      expect((await read(url))._unsafeUnwrapErr()).toEqual({ type: 'remote.address-refused' });
    });

    it('does not refuse public addresses by their text', () => {
      for (const url of ['https://images.example/a.jpg?b=c', 'http://8.8.8.8/', 'http://[2606:4700::1111]/'])
        expect(subject().files.isRefused(url)).toBe(false);
    });
  });
};
