import { errAsync } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';
import { openShop, type Shop } from '../../../../testing/shop-in-memory.js';
import { uploadedCsv } from '../../../../testing/uploaded-csv.js';
import type { FileStore } from '../../../ports/file-store.js';
import { importFileKey } from './import-file-key.js';
import { importLimits } from '../import-limits.js';

const csv = 'Title,Variant Price\nOak spoon,9.00\n';

let shop: Shop;
let isStorageAway: boolean;
let readFiles: (ordinary: FileStore['read']) => FileStore['read'];
beforeEach(async () => {
  isStorageAway = false;
  readFiles = (ordinary) => ordinary;
  shop = await openShop({
    maximumImportBytes: 1_000_000,
    fileStore: (ordinary) => ({ ...ordinary, read: (key, range) => readFiles(ordinary.read)(key, range) }),
    unitOfWork: (ordinary) => ({
      ...ordinary,
      run: (work) =>
        isStorageAway ? errAsync({ type: 'storage.unavailable', retryAfterSeconds: 1 }) : ordinary.run(work),
    }),
  });
});

const request = (content: AsyncIterable<Uint8Array>, declaredBytes = 0) =>
  shop.requestProductImport({ content, declaredBytes });
const imported = async (): Promise<string> => (await request(uploadedCsv(csv)))._unsafeUnwrap().importId;
const view = async (importId: string) => (await shop.viewImport({ importId }))._unsafeUnwrap();

describe('an uploaded file', () => {
  it('is stored before its import is recorded', async () => {
    const importId = await imported();
    expect(shop.fileStore.keys()).toEqual([importFileKey(importId)]);
    expect(await view(importId)).toMatchObject({ status: 'queued' });
  });

  it('is refused, and leaves nothing, when it is too large, empty or incomplete', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(csv);
      throw new Error('the sender hung up');
    }
    const unread: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => {
        throw new Error('read');
      },
    };
    const tooLarge = { type: 'file.too-large', maximumBytes: 1_000_000 };
    expect((await request(uploadedCsv(Buffer.alloc(1_000_001))))._unsafeUnwrapErr()).toEqual(tooLarge);
    expect((await request(unread, 1_000_001))._unsafeUnwrapErr()).toEqual(tooLarge);
    expect((await request(uploadedCsv('')))._unsafeUnwrapErr().type).toBe('file.empty');
    expect((await request(broken()))._unsafeUnwrapErr().type).toBe('file.incomplete');
    expect(shop.fileStore.keys()).toEqual([]);
    expect(shop.store.committed().imports.size).toBe(0);
  });

  it('is removed when its import cannot be recorded', async () => {
    isStorageAway = true;
    expect((await request(uploadedCsv(csv)))._unsafeUnwrapErr().type).toBe('storage.unavailable');
    expect(shop.fileStore.keys()).toEqual([]);
  });

  it('is imported later when it cannot be read', async () => {
    const importId = await imported();
    const away = { type: 'files.unavailable' };
    shop.fileStore.goAway();
    expect((await shop.importProducts({ importId }))._unsafeUnwrapErr()).toMatchObject(away);
    shop.fileStore.comeBack();
    readFiles = (ordinary) => (key, range) =>
      ordinary(key, range).map((found) => found && { ...found, content: breaksOff(found.content) });
    expect((await shop.importProducts({ importId }))._unsafeUnwrapErr()).toMatchObject(away);
    readFiles = (ordinary) => ordinary;
    expect((await shop.importProducts({ importId })).isOk()).toBe(true);
    expect(await view(importId)).toMatchObject({ status: 'completed', counts: { products: { created: 1 } } });
  });

  it('is refused when it is gone', async () => {
    const importId = await imported();
    await shop.fileStore.remove(importFileKey(importId));
    expect((await shop.importProducts({ importId }))._unsafeUnwrapErr().type).toBe('import.not-found');
  });

  it('is removed a week after its upload, unless its import has not ended or the files are away', async () => {
    const ended = await imported();
    (await shop.importProducts({ importId: ended }))._unsafeUnwrap();
    const queued = await imported();
    const keys = [ended, queued].map(importFileKey);
    shop.clock.advance(7 * 86_400_000 - 1);
    expect((await shop.purgeOldData())._unsafeUnwrap()).toMatchObject({ 'import-files': 0 });
    shop.clock.advance(1);
    shop.fileStore.goAway();
    expect((await shop.purgeOldData())._unsafeUnwrap()).toMatchObject({ 'import-files': 0 });
    shop.fileStore.comeBack();
    expect(shop.fileStore.keys()).toEqual(keys);
    expect((await shop.purgeOldData())._unsafeUnwrap()).toMatchObject({ 'import-files': 1 });
    expect(shop.fileStore.keys()).toEqual(keys.slice(1));
    expect(await view(ended)).toMatchObject({ status: 'completed' });
    expect((await shop.purgeOldData())._unsafeUnwrap()).toMatchObject({ 'import-files': 0 });
  });
});

async function* breaksOff(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    yield chunk.subarray(0, 30);
    throw new Error('the connection broke');
  }
}

it('refuses a file whose rows of one product are so far apart that they would fill the memory', async () => {
  const text = 'x'.repeat(200_000);
  const products = Math.ceil(importLimits.waitingCharacters / text.length) + 1;
  const rows = (cell: string) => Array.from({ length: products }, (_, index) => `p${index},Product,${cell}`);
  const file = (...lines: readonly string[]) => ['Handle,Title,Body (HTML)', ...lines].join('\n');
  async function* content(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(file(...rows(text), ...rows('')));
  }
  const large = await openShop();
  const { importId } = (await large.requestProductImport({ content: content() }))._unsafeUnwrap();
  (await large.importProducts({ importId }))._unsafeUnwrap();
  expect((await large.viewImport({ importId }))._unsafeUnwrap()).toMatchObject({
    status: 'failed',
    failures: [{ line: 1, code: 'csv.unreadable', reason: expect.stringContaining('sort the file by product') }],
  });
});
