import { noCounts } from '../imports/import-counts.js';
import { makeInMemoryFileStore } from '@cartwright/adapters/in-memory/file-store';
import { makeInMemoryRemoteFiles, type InMemoryRemoteFiles } from '@cartwright/adapters/in-memory/remote-files';
import { makeSharpImageResizer } from '@cartwright/adapters/sharp/image-resizer';
import { beforeEach, expect, it } from 'vitest';
import { addProduct } from '../../../contracts/unit-of-work/catalogue/sample-product.js';
import { valueOf } from '../../../contracts/sample-shop.js';
import { openShop, type Shop } from '../../../testing/shop-in-memory.js';
import type { FileStore } from '../../ports/file-store.js';
import type { AwaitedImage } from '../../ports/repositories/catalogue/awaited-image-records.js';
import type { ManagedProduct } from '../../ports/repositories/catalogue/product-records.js';
import { imageAttempts, makeFetchImage, type FetchImage } from './fetch-image.js';

const url = 'https://images.example/mug.png';
/** A red PNG of 8 by 4 pixels. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAECAMAAACEE47CAAAAA1BMVEX/AAAZ4gk3AAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAC0lEQVQImWNgIAwAACQAAa5tRrMAAAAASUVORK5CYII=',
  'base64',
);

let shop: Shop;
let remoteFiles: InMemoryRemoteFiles;
let fileStore: FileStore;
let fetchImage: FetchImage;
let product: ManagedProduct;
beforeEach(async () => {
  shop = await openShop();
  remoteFiles = makeInMemoryRemoteFiles();
  fileStore = makeInMemoryFileStore();
  fetchImage = makeFetchImage({ ...shop, remoteFiles, fileStore, imageResizer: makeSharpImageResizer() });
  const images = ['one', 'two'].map((id) => ({ id, url: `https://images.example/${id}.jpg`, alt: id }));
  product = await addProduct(shop.unitOfWork, { images });
  const at = shop.clock.now();
  const record = {
    id: 'import-1',
    status: 'completed',
    total: 1,
    processed: 1,
    failureCount: 0,
    dryRun: false,
    ignoredColumns: [],
    counts: noCounts,
    createdAt: at,
  } as const;
  valueOf(
    await shop.unitOfWork.run(({ imports }) =>
      imports.add({ ...record, failures: [{ line: 9, code: 'required', reason: 'Title is missing' }] }, {}),
    ),
  );
});

async function waitFor(facts: Partial<AwaitedImage> = {}): Promise<string> {
  const image: AwaitedImage = {
    id: 'image-1',
    productId: product.id,
    url,
    alt: 'A mug',
    position: 1,
    variantIds: [product.variants[0]?.id ?? ''],
    importId: 'import-1',
    line: 2,
    attempts: 0,
    ...facts,
  };
  valueOf(await shop.unitOfWork.run(({ awaitedImages }) => awaitedImages.save([image])));
  return image.id;
}
const shown = () => shop.store.committed().products.get(product.id);
const importRecord = async () => valueOf(await shop.unitOfWork.read(({ imports }) => imports.find('import-1')));
const isStored = async (key: string) => valueOf(await fileStore.read(key)) !== undefined;
const isAwaited = () => shop.store.committed().awaitedImages.size > 0;

it('shows a picture in its place once it has been fetched, also on its variant', async () => {
  const imageId = await waitFor();
  expect(shown()?.images.map(({ id }) => id)).toEqual(['one', 'two']);
  remoteFiles.files.set(url, picture);
  valueOf(await fetchImage({ imageId }));
  const [first, image, last] = shown()?.images ?? [];
  expect([first?.id, last?.id]).toEqual(['one', 'two']);
  expect(image).toMatchObject({
    id: imageId,
    alt: 'A mug',
    url: '/images/image-1/page.webp',
    width: 8,
    height: 4,
    source: url,
  });
  expect(shop.store.committed().variants.get(product.variants[0]?.id ?? '')?.image).toBe(image?.url);
  expect([await isStored('images/image-1/list'), isAwaited()]).toEqual([true, false]);
});

it('shows it once, however often the job runs', async () => {
  const imageId = await waitFor();
  remoteFiles.files.set(url, picture);
  const results = await Promise.all([fetchImage({ imageId }), fetchImage({ imageId })]);
  expect(results.every((result) => result.isOk())).toBe(true);
  valueOf(await fetchImage({ imageId }));
  expect(shown()?.images).toHaveLength(3);
  expect(await isStored('images/image-1/page')).toBe(true);
});

it.each([
  ['image.address-refused', { type: 'remote.address-refused' }],
  ['image.missing', { type: 'remote.missing', status: 404 }],
  ['image.too-large', { type: 'remote.too-large', maximumBytes: 1 }],
  ['image.type-not-allowed', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')],
] as const)('never shows a picture that is refused, and reports %s in its import', async (code, found) => {
  const imageId = await waitFor();
  remoteFiles.files.set(url, found);
  valueOf(await fetchImage({ imageId }));
  expect([shown()?.images.length, isAwaited()]).toEqual([2, false]);
  expect(await importRecord()).toMatchObject({
    failureCount: 1,
    failures: [{ line: 2, code, reason: expect.stringContaining(url) }, { line: 9 }],
  });
});

it('tries a site with an outage again, some times, and then reports it', async () => {
  const imageId = await waitFor();
  remoteFiles.files.set(url, { type: 'site.unavailable', reason: 'its site answers 503' });
  for (let attempt = 1; attempt < imageAttempts; attempt += 1) {
    const error = (await fetchImage({ imageId }))._unsafeUnwrapErr();
    expect(error).toEqual({ type: 'site.unavailable', reason: 'its site answers 503' });
  }
  expect((await importRecord())?.failureCount).toBe(0);
  valueOf(await fetchImage({ imageId }));
  expect((await importRecord())?.failures[0]).toMatchObject({ line: 2, code: 'image.unavailable' });
  expect(isAwaited()).toBe(false);
});

it('does nothing for a picture whose product was deleted', async () => {
  const imageId = await waitFor();
  remoteFiles.files.set(url, picture);
  valueOf(await shop.unitOfWork.run(({ products }) => products.remove(product.id)));
  valueOf(await fetchImage({ imageId }));
  expect(await isStored('images/image-1/page')).toBe(false);
});
