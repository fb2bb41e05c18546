import { beforeEach, describe, expect, it } from 'vitest';
import { openShop, type Shop } from '../../../testing/shop-in-memory.js';
import { uploadedCsv } from '../../../testing/uploaded-csv.js';

/** A red PNG of 8 by 4 pixels. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAECAMAAACEE47CAAAAA1BMVEX/AAAZ4gk3AAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAC0lEQVQImWNgIAwAACQAAa5tRrMAAAAASUVORK5CYII=',
  'base64',
);
const link = (name: string) => `https://images.example/${name}.png`;
const header =
  'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src,Image Alt Text,Variant Image';
const file = (...rows: readonly string[]): string => [header, ...rows].join('\n');

let shop: Shop;
async function importFile(csv: string) {
  const { importId } = (await shop.requestProductImport({ content: uploadedCsv(csv) }))._unsafeUnwrap();
  await shop.runJobs();
  return (await shop.viewImport({ importId }))._unsafeUnwrap();
}
const lamp = () => [...shop.store.committed().products.values()].find(({ slug }) => slug === 'lamp');
const variantImages = () =>
  [...shop.store.committed().variants.values()].filter(({ sku }) => sku.startsWith('L-')).map(({ image }) => image);

describe('pictures that an import links to, if they are fetched', () => {
  beforeEach(async () => {
    shop = await openShop({ importImages: 'fetch' });
  });
  const lamps = file(
    `lamp,Lamp,Size,S,L-S,9.99,${link('front')},Front,${link('back')}`,
    `lamp,,,L,L-L,12.99,${link('back')},Back,`,
  );

  it('appear once they are fetched, in the order of the file, and on their variants', async () => {
    for (const name of ['front', 'back']) shop.remoteFiles.files.set(link(name), picture);
    const done = await importFile(lamps);
    expect([done.status, done.failures, done.counts.pictures.created]).toEqual(['completed', [], 2]);
    const [front, back] = lamp()?.images ?? [];
    expect([front, back]).toMatchObject([
      { alt: 'Front', source: link('front'), url: expect.stringMatching(/^\/images\//u) },
      { alt: 'Back', source: link('back') },
    ]);
    expect(variantImages()).toEqual([back?.url, undefined]);
  });

  it('are not fetched again by a second import of the file', async () => {
    for (const name of ['front', 'back']) shop.remoteFiles.files.set(link(name), picture);
    await importFile(lamps);
    const before = lamp();
    shop.remoteFiles.files.clear();
    const { counts, failures } = await importFile(lamps);
    expect([counts.products.unchanged, counts.variants.unchanged, counts.pictures.unchanged]).toEqual([1, 2, 2]);
    expect([failures, lamp()]).toEqual([[], before]);
  });

  it.each(['http://127.0.0.1/a.png', 'http://169.254.169.254/latest', 'http://[::1]/a.png', 'http://2130706433/'])(
    'never appear from %s, which is a failure of its line',
    async (address) => {
      const { status, counts, failures } = await importFile(file(`lamp,Lamp,,,L-S,9.99,${address},Front,${address}`));
      expect([status, counts.products.created, counts.pictures.rejected]).toEqual(['completed', 1, 1]);
      expect(failures).toMatchObject([
        { line: 2, column: 'Image Src', code: 'image.address-refused' },
        { line: 2, column: 'Variant Image', code: 'image.address-refused' },
      ]);
      expect([lamp()?.images, variantImages()]).toEqual([[], [undefined]]);
    },
  );

  it('are not refused at the private address of the shop itself, once the product has them', async () => {
    for (const name of ['front', 'back']) shop.remoteFiles.files.set(link(name), picture);
    await importFile(lamps);
    const { images = [], id = '' } = lamp() ?? {};
    const uploaded = images.map(({ source: _fetched, ...image }) => image);
    const saved = await shop.unitOfWork.run(({ products }) =>
      products.lock(id).andThen((product) => {
        if (product === undefined) throw new Error('there is no lamp');
        return products.saveAll([{ product: { ...product, images: uploaded }, available: new Map() }]);
      }),
    );
    saved._unsafeUnwrap();
    const before = lamp();
    const own = (index: number): string => `http://127.0.0.1:3000${uploaded[index]?.url ?? ''}`;
    const { counts, failures } = await importFile(
      file(`lamp,Lamp,Size,S,L-S,9.99,${own(0)},Front,${own(1)}`, `lamp,,,L,L-L,12.99,${own(1)},Back,`),
    );
    expect([failures, counts.pictures]).toEqual([[], { created: 0, changed: 0, unchanged: 2, rejected: 0 }]);
    expect([counts.products.unchanged, counts.variants.unchanged, lamp()]).toEqual([1, 2, before]);
    const foreign = await importFile(file(`bowl,Bowl,,,B,9.99,${own(0)},Front,`));
    expect(foreign.failures).toMatchObject([{ line: 2, code: 'image.address-refused' }]);
  });

  it('are failures of the import if their name leads into a private network', async () => {
    shop.remoteFiles.files.set(link('front'), { type: 'remote.address-refused' });
    shop.remoteFiles.files.set(link('back'), picture);
    const { failureCount, failures } = await importFile(lamps);
    expect([failureCount, failures]).toEqual([
      1,
      [{ line: 2, code: 'image.address-refused', reason: expect.stringContaining(link('front')) }],
    ]);
    expect(lamp()?.images.map(({ alt }) => alt)).toEqual(['Back']);
  });
});

it('stay links if the shop keeps links', async () => {
  shop = await openShop({ importImages: 'link' });
  const { failures } = await importFile(file(`lamp,Lamp,,,L-S,9.99,${link('front')},Front,${link('back')}`));
  expect([failures, lamp()?.images]).toEqual([[], [{ id: expect.any(String), url: link('front'), alt: 'Front' }]]);
  expect(variantImages()).toEqual([link('back')]);
});
