/** Long because a row can be malformed in many ways: each has its line in one table. */
import { beforeEach, expect, it } from 'vitest';
import type { ProductRecords } from '../../ports/repositories/catalogue/product-records.js';
import type { Repositories } from '../../ports/repositories/unit-of-work.js';
import { dies, openShop, refusalOf, snapshotOf, type Shop } from '../../../testing/shop-in-memory.js';
import { uploadedCsv } from '../../../testing/uploaded-csv.js';

const header = [
  'Handle',
  'Title',
  'Body (HTML)',
  'Product Category',
  'Type',
  'Published',
  'Option1 Value',
  'Option2 Value',
  'Variant SKU',
  'Variant Inventory Tracker',
  'Variant Inventory Qty',
  'Variant Price',
  'Variant Requires Shipping',
  'Variant Taxable',
  'Image Src',
  'Image Alt Text',
  'Status',
] as const;
type Row = Partial<Record<(typeof header)[number], string>>;

/** A row of a product with one variant, 4 of which are in stock for 9.99; each cell can be another. */
const row = (handle: string, cells: Row = {}): string =>
  lineOf({
    Handle: handle,
    Title: handle.toUpperCase(),
    'Variant SKU': `SKU-${handle}`,
    'Variant Price': '9.99',
    'Variant Inventory Tracker': 'shopify',
    'Variant Inventory Qty': '4',
    ...cells,
  });
const lineOf = (cells: Row): string => header.map((column) => cells[column] ?? '').join(',');
const file = (...rows: readonly string[]): string => [header.join(','), ...rows].join('\n');

let shop: Shop;
/** The process dies at the transaction of this number, counted from 1 when it is set. */
let dieAt: number;
let started: number;
/** Calls of the products' repository, each of which is at least one statement. */
let calls: number;
const counted = <R extends Repositories>(repositories: R): R => ({
  ...repositories,
  products: new Proxy(repositories.products, {
    get: (products, name: keyof ProductRecords) => {
      calls += 1;
      return products[name];
    },
  }),
});
beforeEach(async () => {
  dieAt = 0;
  started = 0;
  calls = 0;
  shop = await openShop({
    unitOfWork: (ordinary) => ({
      ...ordinary,
      run: (work) => {
        started += 1;
        return started === dieAt ? dies() : ordinary.run((repositories) => work(counted(repositories)));
      },
    }),
  });
});

const request = async (csv: string): Promise<string> =>
  (await shop.requestProductImport({ content: uploadedCsv(csv) }))._unsafeUnwrap().importId;
const view = async (importId: string) => (await shop.viewImport({ importId }))._unsafeUnwrap();
const importFile = async (csv: string) => {
  const importId = await request(csv);
  (await shop.importProducts({ importId }))._unsafeUnwrap();
  return view(importId);
};
const productOf = (slug: string) => [...shop.store.committed().products.values()].find((each) => each.slug === slug);
const variantOf = (sku: string) => [...shop.store.committed().variants.values()].find((each) => each.sku === sku);

it('stores descriptions without scripts and event handlers', async () => {
  const html = '<p onclick=steal()>A <b>mug</b></p><script>steal()</script>';
  await importFile(file(row('mug-2', { 'Body (HTML)': html })));
  const saved = [...shop.store.committed().products.values()].find(({ slug }) => slug === 'mug-2');
  expect(saved?.description).toBe('<p>A <b>mug</b></p>');
});

it('imports the products of a file by a job, and says how it went', async () => {
  const importId = await request(file(row('lamp'), row('chair'), row('table')));
  expect(await view(importId)).toMatchObject({ status: 'queued', total: 0, processed: 0, failures: [] });
  expect(await shop.runJobs()).toEqual([]);
  expect(await view(importId)).toMatchObject({ status: 'completed', total: 3, processed: 3, failures: [] });
  expect(productOf('lamp')).toMatchObject({ name: 'LAMP', status: 'active' });
  expect(variantOf('SKU-lamp')).toMatchObject({
    prices: [{ price: { amount: 999, currency: 'USD' } }],
    stock: 4,
    digital: false,
    name: '',
  });
});

it.each<[string, string, string | undefined, string, string]>([
  ['has too many cells', `${row('bad')},more`, undefined, 'csv.malformed', 'too many columns'],
  ['names no handle', row('', { 'Variant SKU': 'X' }), 'Title', 'required', 'Title is missing'],
  ['has no title', row('bad', { Title: '' }), 'Title', 'required', 'Title is missing'],
  [
    'has a title that is too long',
    row('bad', { Title: 'x'.repeat(256) }),
    'Title',
    'too-long',
    'Title is longer than 255 characters',
  ],
  [
    'has a handle that is no address',
    row('../bad'),
    'Handle',
    'format',
    "Handle '../bad' is not letters, digits, '-' and '_'",
  ],
  ['has a handle that is another address', row('featured'), 'Handle', 'format', "Handle 'featured' is not"],
  [
    'has an SKU that is too long',
    row('bad', { 'Variant SKU': 'x'.repeat(256) }),
    'Variant SKU',
    'too-long',
    'Variant SKU is longer than 255 characters',
  ],
  ...['-1', '9.999', '1e3', 'free', '19,99', '1,29.00', '€9', '١'].map(
    (price): [string, string, string, string, string] => [
      `has the price ${price}`,
      row('bad', { 'Variant Price': `"${price}"` }),
      'Variant Price',
      'format',
      `Variant Price '${price}' is not an amount of USD from 0 up`,
    ],
  ),
  [
    'has a fractional stock',
    row('bad', { 'Variant Inventory Qty': '1.5' }),
    'Variant Inventory Qty',
    'format',
    "Variant Inventory Qty '1.5' is not a whole number",
  ],
  [
    'has an absurd stock',
    row('bad', { 'Variant Inventory Qty': '1000000001' }),
    'Variant Inventory Qty',
    'out-of-range',
    'Variant Inventory Qty is above 1000000000',
  ],
  [
    'does not say whether it is taxed',
    row('bad', { 'Variant Taxable': '20%' }),
    'Variant Taxable',
    'not-allowed',
    "Variant Taxable '20%' is neither TRUE nor FALSE",
  ],
  [
    'has an unknown status',
    row('bad', { Status: 'live' }),
    'Status',
    'not-allowed',
    "Status 'live' is none of active, unlisted, draft, archived",
  ],
  [
    'is of a category too deep',
    row('bad', { Type: 'a>b>c>d>e>f>g>h>i>j>k' }),
    'Product Category',
    'too-long',
    'Product Category is longer than 1000 characters or deeper than 10 levels',
  ],
  [
    'is of too many categories',
    row('bad', { Type: `"${Array.from({ length: 101 }, (_, index) => index).join('\n')}"` }),
    'Product Category',
    'too-long',
    'Product Category names more than 100 categories',
  ],
  [
    'has an option that is too long',
    row('bad', { 'Option1 Value': 'x'.repeat(256) }),
    'Option1 Value',
    'too-long',
    'Option1 Value is longer than 255 characters',
  ],
  ['has a NUL', row('bad', { 'Body (HTML)': 'a\0b' }), 'Body (HTML)', 'import.text-damaged', 'damaged characters'],
  ['has half a character', row('bad', { Title: 'a\uD800b' }), 'Title', 'import.text-damaged', 'damaged characters'],
  [
    'was not decoded',
    row('bad', { 'Image Alt Text': 'Caf\uFFFD' }),
    'Image Alt Text',
    'import.text-damaged',
    'Image Alt Text has damaged characters',
  ],
])('refuses a row that %s, by line and column, and spoils no other', async (_name, bad, column, code, reason) => {
  const before = shop.store.committed().products.size;
  const done = await importFile(file(row('lamp'), bad, row('chair')));
  expect(done).toMatchObject({ status: 'completed', total: 3, processed: 3 });
  expect(done.failures).toEqual([
    { line: 3, ...(column === undefined ? {} : { column }), code, reason: expect.stringContaining(reason) },
  ]);
  expect(done.counts.products).toMatchObject({ created: 2 });
  expect(shop.store.committed().products.size).toBe(before + 2);
});

it('refuses a picture without an http address, and no row with it', async () => {
  const done = await importFile(file(row('lamp', { 'Image Src': 'javascript:alert(1)' })));
  expect(done.failures).toMatchObject([{ line: 2, column: 'Image Src', code: 'format' }]);
  expect(done.counts.pictures).toEqual({ created: 0, changed: 0, unchanged: 0, rejected: 1 });
  expect(productOf('lamp')?.images).toEqual([]);
});

it.each([
  ['TRUE', 'standard'],
  ['true', 'standard'],
  ['FALSE', undefined],
  ['', undefined],
])("gives a variant whose Variant Taxable is '%s' the tax class %s", async (taxable, taxClass) => {
  expect((await importFile(file(row('lamp', { 'Variant Taxable': taxable })))).failures).toEqual([]);
  expect(variantOf('SKU-lamp')?.taxClass).toBe(taxClass);
});

it('takes in nothing taxable that the tax rules have no rate for: nobody could buy it', async () => {
  shop.store.setPricing({
    ...shop.store.pricing(),
    taxZones: [{ countries: [], prices: 'exclusive', rates: { reduced: 70_000 } }],
  });
  const done = await importFile(
    file(row('lamp', { 'Variant Taxable': 'TRUE' }), row('chair', { 'Variant Taxable': 'FALSE' })),
  );
  expect(done.failures).toMatchObject([
    {
      line: 2,
      column: 'Variant Taxable',
      code: 'catalogue.tax-class-unknown',
      reason: "Variant Taxable is TRUE, but the shop's tax rules have no rate for 'standard'",
    },
  ]);
  expect([variantOf('SKU-lamp'), variantOf('SKU-chair')?.taxClass]).toEqual([undefined, undefined]);
  expect(variantOf('SKU-chair')).toBeDefined();
});

it('takes the tax class from a variant that a later file says is not taxed', async () => {
  await importFile(file(row('lamp', { 'Variant Taxable': 'TRUE' })));
  await importFile(file(row('lamp', { 'Variant Taxable': 'FALSE' })));
  expect(variantOf('SKU-lamp')).not.toHaveProperty('taxClass');
});

it('keeps whole characters outside the basic plane', async () => {
  await importFile(file(row('lamp', { Title: 'Lamp 💡' })));
  expect(productOf('lamp')?.name).toBe('Lamp 💡');
});

it('shortens what it quotes of a file', async () => {
  const { failures } = await importFile(file(row('lamp', { 'Variant Price': '9'.repeat(5000) })));
  expect(failures[0]?.reason.length).toBeLessThan(120);
});

it.each([
  ['\n', 'csv.unreadable', 'the file is empty'],
  ['Name,Price\nlamp,9.99', 'import.header-unknown', 'Handle or Title'],
  [file(), 'import.empty', 'the file has no rows'],
])('fails an import that has nothing to import', async (csv, code, reason) => {
  const before = shop.store.committed().products;
  expect(await importFile(csv)).toMatchObject({
    status: 'failed',
    failures: [{ line: 1, code, reason: expect.stringContaining(reason) }],
  });
  expect(shop.store.committed().products).toEqual(before);
});

it('fails an import of which no row was accepted', async () => {
  const done = await importFile(file(row('lamp', { Status: 'live' }), row('chair', { 'Variant Price': 'free' })));
  expect(done).toMatchObject({ status: 'failed', total: 2, processed: 2, failureCount: 2 });
  expect(done.counts).toMatchObject({ products: { rejected: 2 }, variants: { rejected: 2 } });
});

it('gathers the rows of a product wherever they stand, and counts each row once', async () => {
  const sizes = (option: string, sku: string): Row => ({ 'Option1 Value': option, 'Variant SKU': sku });
  const done = await importFile(
    file(
      row('shirt', { ...sizes('S', 'S-1'), 'Image Src': 'https://img.example/1.jpg', 'Image Alt Text': 'front' }),
      row('lamp', { 'Option1 Value': 'Default Title' }),
      row('SHIRT', { Title: '', ...sizes('M', 'S-2'), 'Option2 Value': 'Red' }),
      lineOf({ Handle: 'shirt', 'Image Src': 'http://img.example/2.jpg' }),
      row('shirt', { Title: '', ...sizes('S', 'S-4') }),
      row('shirt', { Title: '', ...sizes('L', 'S-3'), 'Variant Price': 'free' }),
    ),
  );
  expect(done).toMatchObject({ status: 'completed', total: 6, processed: 6 });
  expect(done.failures).toMatchObject([
    { line: 6, column: 'Option1 Value', code: 'catalogue.variant-duplicate' },
    { line: 7, reason: "Variant Price 'free' is not an amount of USD from 0 up" },
  ]);
  const { id: productId, images } = productOf('shirt') ?? {};
  expect(images).toEqual([
    { id: expect.any(String), url: 'https://img.example/1.jpg', alt: 'front' },
    { id: expect.any(String), url: 'http://img.example/2.jpg', alt: '' },
  ]);
  expect([variantOf('S-1'), variantOf('S-2')]).toMatchObject([
    { productId, name: 'S' },
    { productId, name: 'M / Red' },
  ]);
  expect(variantOf('SKU-lamp')?.name).toBe('');
});

it('imports a product when only some of its rows are refused, and none of which nothing is left', async () => {
  const bad: Row = { 'Variant Price': 'free' };
  const { failures } = await importFile(file(row('lamp', bad), row('lamp', { ...bad, Title: '' }), row('chair')));
  expect(failures.map(({ line }) => line)).toEqual([2, 3]);
  expect(productOf('lamp')).toBeUndefined();
  expect(productOf('chair')).toBeDefined();
});

it("lists what was refused in the order of the file, though a product's rows are imported together", async () => {
  const bad: Row = { 'Variant Price': 'free' };
  const { failures } = await importFile(file(row('lamp'), row('chair', bad), row('lamp', { ...bad, Title: '' })));
  expect(failures.map(({ line }) => line)).toEqual([3, 4]);
});

it('imports nothing of a product whose name is damaged', async () => {
  const { failures } = await importFile(
    file(row('lamp', { Title: 'L\uFFFDmp' }), row('lamp', { Title: '', 'Variant SKU': 'L-2' })),
  );
  expect(failures.map(({ line }) => line)).toEqual([2, 3]);
  expect(productOf('lamp')).toBeUndefined();
});

it('accepts a SKU that other variants have: it is not what identifies them', async () => {
  const before = variantOf('MUG');
  const done = await importFile(file(row('lamp'), row('cup', { 'Variant SKU': 'MUG', 'Variant Price': '0.01' })));
  expect(done).toMatchObject({ failures: [], counts: { products: { created: 1, changed: 1 } } });
  expect(before?.id).toBe(shop.mug);
});

it('changes a product that is known by its handle: price, name and stock, the difference in the ledger', async () => {
  const id = productOf('mug')?.id;
  await importFile(
    file(
      row('mug', { Title: 'Big mug', 'Variant SKU': 'MUG', 'Variant Price': '13.00', 'Variant Inventory Qty': '7' }),
    ),
  );
  expect(productOf('mug')).toMatchObject({ id, name: 'Big mug' });
  expect(variantOf('MUG')).toMatchObject({ id: shop.mug, prices: [{ price: { amount: 1300 } }], stock: 7 });
  expect([...shop.store.committed().movements.values()].at(-1)).toMatchObject({
    variantId: shop.mug,
    type: 'adjusted',
    quantity: -3,
    actor: 'staff',
  });
});

it('puts products into nested categories, each made once, the type standing in for a missing category', async () => {
  await importFile(
    file(
      row('lamp', { 'Product Category': 'Home > Lights', Type: 'ignored' }),
      row('chair', { 'Product Category': ' Home >> Chairs ' }),
      row('table', { Type: 'Home' }),
    ),
  );
  const { categories } = shop.store.committed();
  const home = [...categories.values()].find(({ name }) => name === 'Home');
  expect([...categories.values()].map(({ name, parentId }) => [name, parentId])).toEqual([
    ['Home', undefined],
    ['Lights', home?.id],
    ['Chairs', home?.id],
  ]);
  expect(productOf('table')?.categoryIds).toEqual([home?.id]);
});

it('takes the status as it stands, active when there is none, and a draft when it is not published', async () => {
  await importFile(
    file(
      row('lamp', { Status: 'Archived' }),
      row('chair', { Status: 'draft' }),
      row('table', { Status: 'active', Published: 'FALSE' }),
      row('stool', { Published: 'true' }),
    ),
  );
  expect(['lamp', 'chair', 'table', 'stool'].map((slug) => productOf(slug)?.status)).toEqual([
    'archived',
    'draft',
    'draft',
    'active',
  ]);
});

it('counts what is sent and tracked, and neither what is digital nor what nobody counts', async () => {
  await importFile(
    file(
      row('lamp', { 'Variant Inventory Qty': '', 'Variant Inventory Tracker': 'shopify' }),
      row('chair', { 'Variant Inventory Tracker': '', 'Variant Inventory Qty': '0' }),
      row('song', { 'Variant Requires Shipping': 'FALSE' }),
    ),
  );
  expect(variantOf('SKU-lamp')).toMatchObject({ stock: 0, digital: false });
  expect(variantOf('SKU-chair')?.stock).toBeUndefined();
  expect(variantOf('SKU-song')).toMatchObject({ digital: true });
  expect(variantOf('SKU-song')?.stock).toBeUndefined();
});

it.each([1, 2, 3, 4])(
  'continues where it stopped when the process dies at transaction %d, and sets no stock twice',
  async (at) => {
    const names = Array.from({ length: 400 }, (_, index) => `p${index}`);
    // Every other product's second row stands at the end of the file.
    const seconds = names
      .filter((_, index) => index % 2 === 0)
      .map((name) => row(name, { Title: '', 'Variant SKU': `SKU2-${name}` }));
    const importId = await request(file(...names.map((name) => row(name)), ...seconds));
    started = 0;
    dieAt = at;
    await expect((async () => shop.importProducts({ importId }))()).rejects.toThrow('the process died');
    const { processed } = await view(importId);
    expect(processed).toBeLessThan(600);
    // What was imported before the crash sells on meanwhile.
    const sold = variantOf('SKU-p1');
    if (sold !== undefined) (await shop.adjustStock({ variantId: sold.id, delta: -1, reason: 'sold' }))._unsafeUnwrap();

    (await shop.importProducts({ importId }))._unsafeUnwrap();
    expect(await view(importId)).toMatchObject({ status: 'completed', total: 600, processed: 600, failures: [] });
    const stocks = [...names.map((name) => `SKU-${name}`), ...seconds.map((_, index) => `SKU2-p${index * 2}`)].map(
      (sku) => variantOf(sku)?.stock,
    );
    expect(stocks.filter((stock) => stock !== 4)).toEqual(sold === undefined ? [] : [3]);
    expect(stocks).toHaveLength(600);
  },
);

it('imports each row once when two processes work at one import', async () => {
  const importId = await request(
    file(...Array.from({ length: 520 }, (_, index) => row(`p${index}`, index === 5 ? { Status: 'live' } : {}))),
  );
  const both = await Promise.all([shop.importProducts({ importId }), shop.importProducts({ importId })]);
  expect(both.every((each) => each.isOk())).toBe(true);
  expect(await view(importId)).toMatchObject({ status: 'completed', processed: 520, failures: [{ line: 7 }] });
});

it('does nothing when a finished import is asked for again', async () => {
  const importId = await request(file(row('lamp'), row('bad', { Status: 'live' })));
  (await shop.importProducts({ importId }))._unsafeUnwrap();
  const before = snapshotOf(shop.store);
  (await shop.importProducts({ importId }))._unsafeUnwrap();
  expect(shop.store.committed()).toEqual(before);
});

it('knows no import that nobody asked for', async () => {
  const error = { type: 'import.not-found', importId: 'none' };
  expect(await refusalOf(shop, () => shop.importProducts({ importId: 'none' }))).toEqual(error);
  expect((await shop.viewImport({ importId: 'none' }))._unsafeUnwrapErr()).toEqual(error);
});

it('counts all rows that were refused and stores the first 1,000, in few transactions', async () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => row(`bad-${index}`, { 'Variant Price': 'free' }));
  const importId = await request(file(...rows, row('lamp')));
  started = 0;
  (await shop.importProducts({ importId }))._unsafeUnwrap();
  const done = await view(importId);
  expect(done).toMatchObject({ status: 'completed', total: 20_001, processed: 20_001, failureCount: 20_000 });
  expect(done.failures.map(({ line }) => line)).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 2));
  expect(productOf('lamp')).toBeDefined();
  expect(started).toBeLessThan(110);
});

it('imports many products in few statements', async () => {
  const importId = await request(file(...Array.from({ length: 1_000 }, (_, index) => row(`p${index}`))));
  calls = 0;
  (await shop.importProducts({ importId }))._unsafeUnwrap();
  expect(await view(importId)).toMatchObject({ status: 'completed', counts: { products: { created: 1_000 } } });
  expect(calls).toBe(20);
});

it('takes at most 2,048 variants of a product, and names the rows of the others', async () => {
  const variants = Array.from({ length: 2_050 }, (_, index) => row('lamp', { 'Variant SKU': `L-${index}` }));
  const done = await importFile(file(...variants));
  expect(done.failures).toMatchObject(
    [2_050, 2_051].map((line) => ({ line, reason: 'the product has more than 2048 variants' })),
  );
  expect(variantOf('L-2047')).toBeDefined();
  expect(variantOf('L-2048')).toBeUndefined();
});
