/** Long because each kind of file that shops have is a test. */
import { beforeEach, expect, it } from 'vitest';
import { productFile } from '../../../testing/product-files.js';
import { openShop, snapshotOf, type Shop } from '../../../testing/shop-in-memory.js';
import { uploadedCsv } from '../../../testing/uploaded-csv.js';
import { readPrice } from './read-values.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const importCsv = async (csv: string | Uint8Array, dryRun = false) => {
  const content = uploadedCsv(csv);
  const { importId } = (await shop.requestProductImport({ content, dryRun }))._unsafeUnwrap();
  (await shop.importProducts({ importId }))._unsafeUnwrap();
  return (await shop.viewImport({ importId }))._unsafeUnwrap();
};
const importFile = (name: string, dryRun = false) => importCsv(productFile(name), dryRun);
const productOf = (slug: string) => [...shop.store.committed().products.values()].find((each) => each.slug === slug);
const variantsOf = (slug: string) => {
  const id = productOf(slug)?.id;
  return [...shop.store.committed().variants.values()].filter(({ productId }) => productId === id);
};
const usd = (amount: number) => ({ price: { amount, currency: 'USD' } });
const created = (products: number, variants: number, pictures: number) => ({
  products: { created: products, changed: 0, unchanged: 0, rejected: 0 },
  variants: { created: variants, changed: 0, unchanged: 0, rejected: 0 },
  pictures: { created: pictures, changed: 0, unchanged: 0, rejected: 0 },
});

it("reads the columns of Shopify's present template", async () => {
  const done = await importFile('new-shopify-headers.csv');
  expect(done).toMatchObject({ status: 'completed', failures: [], counts: created(1, 2, 2) });
  expect(done.ignoredColumns).toEqual([]);
  expect(productOf('oak-spoon')).toMatchObject({
    name: 'Oak Spoon',
    description: '<p>A spoon.</p>',
    brand: 'Mill',
    status: 'active',
    options: [{ name: 'Size', values: ['Small', 'Large'] }],
    images: [
      { url: 'https://img.example/oak-1.jpg', alt: 'Front' },
      { url: 'https://img.example/oak-2.jpg', alt: '' },
    ],
  });
  expect(variantsOf('oak-spoon')).toMatchObject([
    {
      sku: 'OAK-S',
      name: 'Small',
      prices: [{ price: { amount: 950 }, compareAtPrice: { amount: 1200 } }],
      stock: 7,
      taxClass: 'standard',
    },
    { sku: 'OAK-L', options: { Size: 'Large' }, prices: [usd(1100)], stock: 3, backorder: false },
  ]);
});

it('accepts variants without a SKU', async () => {
  expect(await importFile('no-sku.csv')).toMatchObject({ status: 'completed', failures: [], counts: created(1, 1, 1) });
  expect(variantsOf('pine-bowl')).toMatchObject([{ sku: '', stock: 5, options: {}, prices: [usd(1200)] }]);
});

it('accepts variants that share a SKU', async () => {
  expect(await importFile('one-sku-two-variants.csv')).toMatchObject({ failures: [], counts: created(1, 2, 0) });
  expect(variantsOf('wool-hat')).toMatchObject([
    { sku: 'HAT-1', name: 'S', stock: 5 },
    { sku: 'HAT-1', name: 'M', stock: 4 },
  ]);
});

it('accepts negative stock: units that are owed are not on sale', async () => {
  expect(await importFile('negative-stock.csv')).toMatchObject({ failures: [], counts: created(1, 1, 1) });
  expect(variantsOf('clay-cup')).toMatchObject([{ stock: -2, backorder: true }]);
  await importCsv(
    'Handle,Title,Variant Inventory Qty,Variant Inventory Policy\nclay-jug,Jug,-3,deny\nclay-pot,Pot,3.0,deny',
  );
  expect(variantsOf('clay-jug')).toMatchObject([{ stock: 0 }]);
  expect(variantsOf('clay-pot')).toMatchObject([{ stock: 3 }]);
});

it('counts no units without an inventory tracker', async () => {
  await importFile('untracked-quantity-zero.csv');
  expect(variantsOf('moss-box')).toHaveLength(1);
  expect(variantsOf('moss-box')[0]).not.toHaveProperty('stock');
});

it('takes backorders where the policy is to continue', async () => {
  await importFile('policy-continue.csv');
  expect(variantsOf('moss-jar')).toMatchObject([{ stock: 0, backorder: true }]);
});

it('imports unlisted products as unlisted', async () => {
  await importFile('status-unlisted.csv');
  expect(productOf('moss-pot')?.status).toBe('unlisted');
});

it('accepts handles in any script', async () => {
  expect(await importFile('handle-not-ascii.csv')).toMatchObject({ failures: [], counts: created(2, 2, 0) });
  expect([productOf('кружка-синяя')?.name, productOf('nón-lá')?.name]).toEqual(['Кружка синяя', 'Nón lá']);
});

it('shows pictures in the order of their positions', async () => {
  await importFile('image-positions.csv');
  expect(productOf('ash-tray')?.images.map(({ url }) => url.slice(20))).toEqual([
    'first.jpg',
    'second.jpg',
    'third.jpg',
  ]);
});

it('reads prices as people write them, and refuses a comma before decimals', async () => {
  const done = await importFile('prices-as-people-write-them.csv');
  expect(done.failures).toMatchObject([{ line: 4, column: 'Variant Price', code: 'format' }]);
  expect(['elm-desk', 'elm-lamp', 'elm-shelf'].map((slug) => variantsOf(slug)[0]?.prices)).toEqual([
    [usd(129_900)],
    [usd(1_999)],
    [usd(1_999)],
  ]);
  expect(done.counts.products).toMatchObject({ created: 3, rejected: 1 });
});

it('refuses gift cards by line', async () => {
  expect(await importFile('gift-card.csv')).toMatchObject({
    status: 'failed',
    failures: [{ line: 2, column: 'Gift Card', code: 'import.gift-card' }],
  });
  expect(productOf('fir-card')).toBeUndefined();
});

it('keeps the zeros of a SKU that a spreadsheet marked as text', async () => {
  await importFile('apostrophe-sku.csv');
  expect(variantsOf('yew-pen')).toMatchObject([{ sku: '00123' }]);
});

it('shows pictures of refused rows where the product exists', async () => {
  await importFile('image-of-refused-row.csv');
  const images = productOf('bad-row')?.images.map(({ url }) => url);
  expect(images).toEqual(['https://img.example/only.jpg', 'https://img.example/second.jpg']);
  const header = 'Handle,Title,Option1 Name,Option1 Value,Variant Price,Image Src';
  const done = await importCsv(
    [header, 'desk,Desk,Size,S,free,https://img.example/s.jpg', 'desk,,,M,9.00,https://img.example/m.jpg'].join('\n'),
  );
  expect(done.failures).toMatchObject([{ line: 2, column: 'Variant Price' }]);
  expect(productOf('desk')?.images).toHaveLength(2);
});

it.each([
  ['semicolons.csv', 'ivy-mug', 'Ivy Mug'],
  ['windows-1252.csv', 'creme-jar', 'Crème Jar'],
  ['trailing-empty-columns.csv', 'creme-jar', 'Crème Jar'],
  ['short-rows.csv', 'creme-jar', 'Crème Jar'],
  ['old-mac-line-ends.csv', 'creme-jar', 'Crème Jar'],
])('reads %s', async (file, slug, name) => {
  expect(await importFile(file)).toMatchObject({ status: 'completed', total: 1, failures: [] });
  expect(productOf(slug)).toMatchObject({ name, status: 'active' });
  expect(variantsOf(slug)).toMatchObject([{ stock: 3, prices: [usd(800)] }]);
});

it.each(['utf-16le', 'utf-16be'])('reads %s, with and without its mark', async (encoding) => {
  for (const [mark, name] of [
    ['\uFEFF', 'Crème Jar'],
    ['', 'Crème Pot'],
  ] as const) {
    const little = Buffer.from(`${mark}Handle,Title,Variant Price\ncreme-jar,${name},8.00`, 'utf16le');
    await importCsv(encoding === 'utf-16le' ? little : little.swap16());
    expect(productOf('creme-jar')).toMatchObject({ name });
  }
});

it('makes a draft of a title alone', async () => {
  expect(await importFile('title-only.csv')).toMatchObject({ status: 'completed', counts: created(1, 1, 0) });
  expect(productOf('bare-stool')).toMatchObject({ name: 'Bare Stool', status: 'draft' });
});

it("reads WooCommerce's export", async () => {
  const done = await importFile('woocommerce.csv');
  expect(done.failures).toMatchObject([
    { line: 6, column: 'Type', code: 'not-allowed' },
    { line: 7, column: 'Parent', code: 'required' },
  ]);
  expect(done.counts).toMatchObject({ products: { created: 2 }, variants: { created: 3 }, pictures: { created: 2 } });
  expect(done.ignoredColumns).toContain('Meta: _note');
  expect(done.ignoredColumns).not.toContain('Parent');
  const { categories } = shop.store.committed();
  expect(productOf('wool-hoodie')).toMatchObject({
    status: 'active',
    featured: true,
    description: '<p>Warm.</p>\n<p>Soft.</p>',
    tags: ['wool', 'warm'],
    options: [{ name: 'Colour', values: ['Red', 'Blue'] }],
    images: [{ url: 'https://img.example/hood-1.jpg' }, { url: 'https://img.example/hood-2.jpg' }],
  });
  expect(productOf('wool-hoodie')?.categoryIds.map((id) => categories.get(id)?.name)).toEqual(['Hoodies', 'Sale']);
  expect(variantsOf('wool-hoodie')).toMatchObject([
    {
      sku: 'HOOD-R',
      barcode: '4006381333931',
      name: 'Red',
      prices: [{ price: { amount: 3500 }, compareAtPrice: { amount: 4500 } }],
      stock: 4,
      backorder: true,
      lowStockThreshold: 2,
      weightGrams: 400,
      image: 'https://img.example/hood-red.jpg',
      taxClass: 'standard',
    },
    { sku: 'HOOD-B', name: 'Blue', prices: [usd(4500)] },
  ]);
  expect(variantsOf('wool-hoodie')[1]).not.toHaveProperty('stock');
  expect(productOf('knitting-pattern')?.status).toBe('unlisted');
  expect(variantsOf('knitting-pattern')).toMatchObject([{ digital: true, prices: [usd(500)] }]);
});

it("reads commas within WooCommerce's tags and option values", async () => {
  const columns = 'ID,Type,SKU,Name,Regular price,Tags,Parent,Attribute 1 name,Attribute 1 value(s)';
  const product = '1,variable,BOWL,Bowl,,"salt\\, pepper, new",,Colour,"Red\\, dark, Blue"';
  await importCsv(`${columns}\n${product}\n2,variation,BOWL-R,Bowl,12.00,,BOWL,Colour,"Red\\, dark"\n`);
  expect(productOf('bowl')?.tags).toEqual(['salt, pepper', 'new']);
  expect(variantsOf('bowl')).toMatchObject([{ name: 'Red, dark', options: { Colour: 'Red, dark' } }]);
});

it.each([
  ['1200.00', 1200],
  ['¥1,200', 1200],
  ['1200.50', undefined],
])('reads the price %s in yen, which has no decimals', (text, amount) => {
  const read = readPrice(text, 'JPY');
  expect('value' in read ? read.value : undefined).toEqual(
    amount === undefined ? undefined : { amount, currency: 'JPY' },
  );
});

it("reads Square's export", async () => {
  const done = await importFile('square.csv');
  expect(done.failures).toMatchObject([{ line: 5, column: 'Item Type', code: 'import.gift-card' }]);
  expect(done.ignoredColumns).toEqual(
    expect.arrayContaining(['Token', 'Permalink', 'Sellable', 'New Quantity Mill Street']),
  );
  expect(productOf('bread-knife')).toMatchObject({ status: 'active', seo: { title: 'Knives', description: 'Sharp.' } });
  expect(variantsOf('bread-knife')).toMatchObject([
    { sku: 'KNIFE', barcode: '4006381333931', options: {}, stock: 7, weightGrams: 227, taxClass: 'standard' },
  ]);
  expect(productOf('apron')).toMatchObject({
    status: 'unlisted',
    options: [{ name: 'Size', values: ['Small', 'Large'] }],
  });
  expect(variantsOf('apron')).toMatchObject([
    { sku: 'APR-S', prices: [usd(1200)], stock: 0 },
    { sku: 'APR-L', prices: [] },
  ]);
});

const every = [
  'new-shopify-headers.csv',
  'no-sku.csv',
  'one-sku-two-variants.csv',
  'negative-stock.csv',
  'handle-not-ascii.csv',
  'image-positions.csv',
  'title-only.csv',
  'woocommerce.csv',
  'square.csv',
];

it.each(every)('changes nothing when %s is imported again', async (name) => {
  const { counts } = await importFile(name);
  const before = snapshotOf(shop.store);
  const again = await importFile(name);
  expect(again.status).toBe('completed');
  for (const kind of ['products', 'variants', 'pictures'] as const) {
    const { created: made, rejected } = counts[kind];
    expect(again.counts[kind]).toEqual({ created: 0, changed: 0, unchanged: made, rejected });
  }
  const { imports: _imports, outbox: _outbox, auditLog: _log, ...after } = shop.store.committed();
  expect(before).toMatchObject(after);
});

it.each(every)('changes nothing in a dry run of %s, and counts the same', async (name) => {
  const { products, variants, categories } = shop.store.committed();
  const dry = await importFile(name, true);
  expect(shop.store.committed()).toMatchObject({ products, variants, categories });
  const { counts, failures, status, ignoredColumns } = await importFile(name);
  expect(dry).toMatchObject({ dryRun: true, counts, failures, status, ignoredColumns });
});

it('finds a product whose handle changed by a SKU, then by a barcode, where that is unique', async () => {
  const header = 'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Barcode,Variant Price';
  await importCsv([header, 'old,Old,Size,S,OLD-S,1,1.00', 'old,,,L,OLD-L,2,2.00', 'two,Two,,,,3,3.00'].join('\n'));
  const ids = [productOf('old')?.id, productOf('two')?.id];
  const done = await importCsv([header, 'new,New,Size,S,OLD-S,1,1.50', 'second,Two,,,,3,3.00'].join('\n'));
  expect(done.counts).toMatchObject({ products: { changed: 2, created: 0 }, variants: { changed: 1, unchanged: 1 } });
  expect([productOf('new')?.id, productOf('second')?.id]).toEqual(ids);
  expect(variantsOf('new').map(({ prices }) => prices)).toEqual([[usd(150)], [usd(200)]]);

  await importCsv([header, 'twin,Twin,Size,S,DUP,,1.00', 'twin,,,L,DUP,,1.00'].join('\n'));
  await importCsv([header, 'other,Other,Size,S,DUP,,1.00'].join('\n'));
  expect(productOf('twin')?.id).not.toBe(productOf('other')?.id);
});

it('never takes a product whose handle is in the file for another one with its SKU', async () => {
  const header = 'Handle,Title,Variant SKU,Variant Price';
  const csv = [header, 'first,First,SAME,1.00', 'second,Second,SAME,2.00'].join('\n');
  expect((await importCsv(csv)).counts.products).toMatchObject({ created: 2 });
  expect((await importCsv(csv)).counts).toMatchObject({ products: { unchanged: 2 }, variants: { unchanged: 2 } });
});

it('leaves alone what a file has no column for, and clears what it leaves empty', async () => {
  await importFile('new-shopify-headers.csv');
  const before = productOf('oak-spoon');
  await importCsv('Handle,SKU,Price,Vendor\noak-spoon,OAK-S,9.75,');
  const { brand: _cleared, ...kept } = before ?? {};
  const { version: _version, updatedAt: _at, ...after } = productOf('oak-spoon') ?? {};
  expect(kept).toMatchObject(after);
  expect(variantsOf('oak-spoon')[0]).toMatchObject({
    options: { Size: 'Small' },
    prices: [{ price: { amount: 975 }, compareAtPrice: { amount: 1200 } }],
    stock: 7,
  });
});

it('reports every unknown column once', async () => {
  const done = await importCsv('Title,PRICE,Cost per item,,Google Shopping / MPN\nJug,1.00,0.50,,X\nCup,1.00,0.50,,Y');
  expect(done.ignoredColumns).toEqual(['Cost per item', 'Google Shopping / MPN']);
  expect(done.counts).toMatchObject(created(2, 2, 0));
});
