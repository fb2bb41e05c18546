import { describeFileStoreContract } from '@cartwright/application/contracts/file-store';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { beforeAll, expect, it, vi } from 'vitest';
import { makeS3FileStore } from './s3-file-store.js';

// The SDK warns that versions after 2026 will need Node 22. The pinned one runs on Node 20.
beforeAll(() => {
  vi.stubEnv('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true');
});

/** s3rver is a stand-in: no real S3 store can be run here. */
async function startS3() {
  const directory = await mkdtemp(join(tmpdir(), 'cartwright-s3-'));
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: 'files', configs: [] }],
  });
  const { port } = (await server.run()) as AddressInfo;
  const store = makeS3FileStore({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    bucket: 'files',
    accessKey: 'S3RVER',
    secretKey: 'S3RVER',
  });
  const close = async () => {
    await server.close().catch(() => undefined);
    await rm(directory, { recursive: true });
  };
  return { store, close, goAway: () => server.close() };
}

describeFileStoreContract('a bucket', async () => {
  const { store, close, goAway } = await startS3();
  return { store, goAway, dispose: close };
});

it('a file of several parts is stored as a whole, and only as a whole', async () => {
  const { store, close } = await startS3();
  const piece = Buffer.alloc(1024 * 1024, 'x');
  async function* pieces(count: number, breaks: boolean): AsyncGenerator<Uint8Array> {
    for (let sent = 0; sent < count; sent += 1) yield piece;
    if (breaks) throw new Error('the sender is gone');
  }
  const limit = { maximumBytes: 100 * 1024 * 1024 };
  expect((await store.put('digital/film', pieces(12, true), limit)).isErr()).toBe(true);
  expect((await store.read('digital/film'))._unsafeUnwrap()).toBeUndefined();
  expect((await store.put('digital/film', pieces(12, false), limit))._unsafeUnwrap()).toEqual({
    size: 12 * 1024 * 1024,
  });
  let size = 0;
  for await (const part of (await store.read('digital/film'))._unsafeUnwrap()?.content ?? []) size += part.byteLength;
  expect(size).toBe(12 * 1024 * 1024);
  await close();
});
