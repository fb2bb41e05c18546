import type { ManagedProduct, ManagedVariant } from '../../ports/repositories/catalogue/product-records.js';
import { managedProduct, managedVariant } from '../../../contracts/unit-of-work/catalogue/sample-product.js';
import { ResultAsync } from 'neverthrow';
import { beforeEach, expect, it } from 'vitest';
import { productFile } from '../../../testing/product-files.js';
import { openShop, usd, type Shop } from '../../../testing/shop-in-memory.js';
import { uploadedCsv } from '../../../testing/uploaded-csv.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const exported = async (): Promise<string> => {
  const { columns, rows } = (
    await shop.exportProducts({ imageUrl: (url) => new URL(url, 'https://shop.example').href })
  )._unsafeUnwrap();
  const all: (readonly string[])[] = [columns];
  for await (const some of rows) all.push(...some);
  return all.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n');
};
const importCsv = async (csv: string) => {
  const { importId } = (await shop.requestProductImport({ content: uploadedCsv(csv) }))._unsafeUnwrap();
  (await shop.importProducts({ importId }))._unsafeUnwrap();
  return (await shop.viewImport({ importId }))._unsafeUnwrap();
};

type Exceptional = Partial<Omit<ManagedProduct, 'variants'>> & { readonly variant?: Partial<ManagedVariant> };

/** By slug, what the API accepts and a file cannot state, or states in another way. */
const exceptional = (): Readonly<Record<string, Exceptional>> => ({
  'Mug-XL': {},
  'mug-xl': {},
  'archived-only': { variant: { archived: true } },
  'untracked-backorder': { variant: { stockTracked: false, backorder: true } },
  'long-description': { description: `<p>${'茶'.repeat(90_000)}</p>` },
  'long-name': { name: '💡'.repeat(200) },
  spaces: { name: 'Mug ', seo: { title: ' x ' }, variant: { sku: ' A' } },
  'compared-with-zero': { variant: { prices: [{ price: usd(100), compareAtPrice: usd(0) }] } },
  'tag-with-comma': { tags: ['salt, pepper'] },
  'four-options': {
    options: ['A', 'B', 'C', 'D'].map((name) => ({ name, values: [name] })),
    variant: { options: { A: 'A', B: 'B', C: 'C', D: 'D' }, name: 'A / B / C / D' },
  },
  'alt-spaces': { images: [{ id: 'alt', url: 'https://img.example/alt.jpg', alt: ' Front ' }] },
});

/** Products with everything that the format can state, and with facts that it cannot. */
const everyKind = () => {
  const sizes = ['S', 'M "wide"', 'Größe, XL'].map((size, place) =>
    managedVariant({
      sku: place === 0 ? '' : `SIZE-${place}`,
      barcode: `40063813339${place}`,
      name: `${size} / Red`,
      options: { Size: size, Colour: 'Red' },
      prices: [{ price: usd(1_999), compareAtPrice: usd(2_499) }, { price: { amount: 1_890, currency: 'EUR' } }],
      taxClass: 'reduced',
      weightGrams: place * 350,
      image: place === 0 ? 'https://img.example/red.jpg' : '/images/own.webp',
      backorder: place === 1,
      stockTracked: place !== 2,
    }),
  );
  const images = [
    { id: 'own', url: '/images/own.webp', alt: 'Front' },
    { id: 'linked', url: 'https://img.example/red.jpg', alt: '' },
    ...['3', '4'].map((id) => ({ id, url: `https://img.example/${id}.jpg`, alt: `Nr. ${id}` })),
  ];
  const options = [
    { name: 'Size', values: sizes.map((variant) => variant.options['Size'] ?? '') },
    { name: 'Colour', values: ['Red'] },
  ];
  const { publishAt: _at, ...plain } = managedProduct({
    variants: [managedVariant({ options: {}, name: '' })],
    options: [],
  });
  return [
    managedProduct({
      slug: 'кружка',
      name: 'Кружка 💡',
      description: '<p>a, "b"</p>\n<p>c</p>',
      variants: sizes,
      images,
      options,
    }),
    {
      ...plain,
      slug: 'four-options-twice',
      options: ['A', 'B', 'C', 'D'].map((name) => ({ name, values: name === 'D' ? ['1', '2'] : [name] })),
      variants: ['1', '2'].map((D) =>
        managedVariant({
          sku: '',
          options: { A: 'A', B: 'B', C: 'C', D },
          name: `A / B / C / ${D}`,
          prices: [{ price: usd(D === '1' ? 3_199 : 1_999) }],
        }),
      ),
    },
    managedProduct({ slug: 'empty', variants: [], options: [], status: 'active' }),
    managedProduct({
      slug: 'gone',
      status: 'archived',
      options: [{ name: 'Colour', values: ['Red', 'Blue'] }],
      variants: [
        managedVariant({ sku: "'001", archived: true }),
        managedVariant({ sku: "'001", prices: [], digital: true, stockTracked: false }),
        managedVariant({ sku: 'B', name: 'Blue', options: { Colour: 'Blue' }, backorder: true }),
      ],
    }),
    { ...plain, slug: 'plain', status: 'unlisted' as const, tags: [], seo: {} },
    ...Object.entries(exceptional()).map(([slug, { variant = {}, ...facts }]) => ({
      ...plain,
      slug,
      ...facts,
      variants: [managedVariant({ options: {}, name: '', ...variant })],
    })),
  ];
};

it('exports products so that the file imports unchanged', async () => {
  await importCsv(productFile('new-shopify-headers.csv').toString());
  const paths = [['Home', 'Küche'], ['Size > 40'], Array.from({ length: 11 }, (_, level) => `Level ${level}`)];
  const saved = await shop.unitOfWork.run(({ products, catalogue }) =>
    ResultAsync.combine(paths.map(catalogue.ensureCategory)).andThen((categories) =>
      products.saveAll(
        everyKind().map((product, index) => ({
          product: { ...product, categoryIds: categories.slice(index % categories.length).slice(0, 1) },
          available: new Map(product.variants.map(({ id, backorder }) => [id, backorder ? -2 : 5])),
        })),
      ),
    ),
  );
  saved._unsafeUnwrap();
  const { products, variants, movements } = shop.store.committed();
  const done = await importCsv(await exported());
  expect(done.failures).toEqual([]);
  expect(done.ignoredColumns).toEqual([]);
  expect(done.counts).toMatchObject({
    products: { created: 0, changed: 0, unchanged: products.size, rejected: 0 },
    variants: { created: 0, changed: 0, rejected: 0 },
    pictures: { created: 0, changed: 0, unchanged: 7, rejected: 0 },
  });
  const after = shop.store.committed();
  expect([...after.products]).toEqual([...products]);
  expect([...after.variants]).toEqual([...variants]);
  expect([...after.movements]).toEqual([...movements]);
});

it('exports more products than fit into a page', async () => {
  const header = 'Title,Price';
  await importCsv([header, ...Array.from({ length: 250 }, (_, index) => `Mug ${index},1.00`)].join('\n'));
  expect((await exported()).split('\r\n')).toHaveLength(shop.store.committed().products.size + 1);
});

it('keeps what a file cannot state when another cell of the product was edited', async () => {
  const product = everyKind().find(({ slug }) => slug === 'four-options-twice') ?? managedProduct();
  const [first, second] = product.variants;
  (
    await shop.unitOfWork.run(({ products }) =>
      products.saveAll([{ product: { ...product, tags: ['salt, pepper'] }, available: new Map() }]),
    )
  )._unsafeUnwrap();
  const done = await importCsv((await exported()).replace('"31.99"', '"24.99"').replaceAll('Enamel mug', 'Iron mug'));
  expect(done.counts).toMatchObject({ products: { changed: 1 }, variants: { changed: 1, created: 0, rejected: 0 } });
  const after = shop.store.committed();
  expect(after.products.get(product.id)).toMatchObject({ name: 'Iron mug', tags: ['salt, pepper'] });
  expect(after.variants.get(first?.id ?? '')).toMatchObject({
    options: first?.options,
    prices: [{ price: usd(2_499) }],
  });
  expect(after.variants.get(second?.id ?? '')).toMatchObject({
    options: second?.options,
    prices: [{ price: usd(1_999) }],
  });
});
