/** Long because a run, what it writes and what it reports are tested with the same shop and the same steps. */
import { noProductMirror } from '@cartwright/adapters/system/no-product-mirror';
import type { ManagedProduct, ProductMirrorRun } from '@cartwright/application';
import { beforeEach, describe, expect, it } from 'vitest';
import { addProducts } from '../../../testing/many-products.js';
import { openShop, usd, type Shop } from '../../../testing/shop-in-memory.js';
import { makeStorefrontLinks } from '../feeds/storefront-links.js';
import { makeMirrorProducts } from './mirror-products.js';
import { makeBeginNightlyProductMirror, makeRequestProductMirror } from './request-product-mirror.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const depsOf = ({ ports }: Shop) => ({
  ...ports,
  storeCurrency: 'USD',
  publicUrl: 'https://shop.example',
  links: makeStorefrontLinks({ publicUrl: 'https://shop.example' }),
});
const provider = () => shop.ports.productMirror;
const request = async (rewrite?: boolean): Promise<string> =>
  (await shop.requestProductMirror(rewrite === undefined ? {} : { rewrite }))._unsafeUnwrap().runId;
const view = async (runId: string): Promise<ProductMirrorRun> =>
  (await shop.viewProductMirror({ runId }))._unsafeUnwrap();
/** A whole run. */
const mirror = async (rewrite?: boolean): Promise<ProductMirrorRun> => {
  const runId = await request(rewrite);
  expect(await shop.runJobs()).toEqual([]);
  return view(runId);
};
const productOf = async (slug: string): Promise<ManagedProduct> => {
  const all = (await shop.unitOfWork.read(({ products }) => products.page({ limit: 100 })))._unsafeUnwrap();
  const found = all.find((product) => product.slug === slug);
  if (found === undefined) throw new Error(`there is no ${slug}`);
  return found;
};
const change = async (slug: string, facts: (product: ManagedProduct) => Partial<ManagedProduct>): Promise<void> => {
  const product = await productOf(slug);
  const next = { ...product, ...facts(product), version: product.version + 1 };
  (await shop.unitOfWork.run(({ products }) => products.save(next, { initial: new Map() })))._unsafeUnwrap();
};
const priced =
  (amount: number) =>
  ({ variants }: ManagedProduct) => ({
    variants: variants.map((variant) => ({ ...variant, prices: [{ price: usd(amount) }] })),
  });
const activeNames = () =>
  provider()
    .stored()
    .products.filter(({ isActive }) => isActive)
    .map(({ variant }) => variant.name)
    .sort();
const activePrices = () =>
  provider()
    .stored()
    .prices.filter(({ isActive }) => isActive)
    .map(({ price }) => price?.amount)
    .sort((left = 0, right = 0) => left - right);
const counts = { products: 4, variants: 4, created: 0, updated: 0, deactivated: 0, refused: 0, differences: 0 };

describe('the mirror of products', () => {
  it('has each variant that is on sale with its prices, and reports its progress', async () => {
    const runId = await request();
    expect(await view(runId)).toMatchObject({ total: 4, phase: 'products', counts: { products: 0 } });
    expect(await shop.runJobs()).toEqual([]);
    expect(await view(runId)).toMatchObject({
      finishedAt: shop.clock.now(),
      counts: { ...counts, created: 3 },
      differences: [],
    });
    expect(activeNames()).toEqual(['E-book', 'Mug', 'Poster']);
    expect(activePrices()).toEqual([800, 1200, 1500]);
    expect(shop.log.lines).toEqual([expect.objectContaining({ level: 'info', message: 'products were mirrored' })]);
  });

  it('writes what has changed, and nothing else', async () => {
    await mirror();
    expect((await mirror()).counts).toEqual(counts);
    await change('mug', priced(1300));
    expect((await mirror()).counts).toEqual({ ...counts, updated: 1 });
    expect(activePrices()).toEqual([800, 1300, 1500]);
  });

  it('takes off sale what is archived, a draft, not yet published, without a price, or deleted', async () => {
    await mirror();
    await change('mug', () => ({ status: 'archived' }));
    await change('e-book', () => ({ publishAt: '2027-01-01T00:00:00.000Z' }));
    const poster = await productOf('poster');
    (await shop.unitOfWork.run(({ products }) => products.remove(poster.id)))._unsafeUnwrap();
    expect((await mirror()).counts).toEqual({ ...counts, products: 3, variants: 3, deactivated: 3 });
    expect(activeNames()).toEqual([]);
    expect((await mirror()).counts).toEqual({ ...counts, products: 3, variants: 3 });
    await change('mug', (product) => ({ status: 'unlisted', ...priced(1300)(product) }));
    expect((await mirror()).counts).toMatchObject({ updated: 1 });
    expect(activeNames()).toEqual(['Mug']);
    await change('mug', ({ variants }) => ({ variants: variants.map((each) => ({ ...each, prices: [] })) }));
    expect((await mirror()).counts).toMatchObject({ deactivated: 1 });
  });

  it('describes a variant as the catalogue does, with pictures and pages that others can open', async () => {
    await change('mug', ({ variants }) => ({
      description: '<p>Salt &amp; pepper</p>',
      images: [
        { id: shop.ids.next(), url: '/images/mug.webp', alt: '' },
        { id: shop.ids.next(), url: 'http://127.0.0.1/mug.webp', alt: '' },
      ],
      variants: variants.map((variant) => ({
        ...variant,
        name: 'Red',
        prices: [{ price: { amount: 1000, currency: 'EUR' } }, { price: usd(1200) }],
      })),
    }));
    await mirror();
    expect(
      provider()
        .stored()
        .products.find(({ variant }) => variant.sku === 'MUG')?.variant,
    ).toEqual({
      variantId: shop.mug,
      productId: (await productOf('mug')).id,
      sku: 'MUG',
      name: 'Mug (Red)',
      description: 'Salt & pepper',
      images: ['https://shop.example/images/mug.webp'],
      url: 'https://shop.example/products/mug',
      isShippable: true,
      isActive: true,
      prices: [usd(1200), { amount: 1000, currency: 'EUR' }],
    });
  });
});

describe('the report of differences', () => {
  const types = ({ differences }: ProductMirrorRun) => differences.map(({ type }) => type).sort();

  it('lists what was changed by hand at the provider, and what the shop does not know', async () => {
    await mirror();
    provider().setByHand(shop.mug, { name: 'The mug' });
    provider().setByHand(shop.eBook, { isActive: false });
    provider().deleteByHand(shop.poster);
    provider().addByHand({ reference: 'prod_gift', name: 'Gift card' });
    const byHand = { reference: 'price_hand', productReference: shop.mug, isActive: true, price: usd(900) };
    provider().addByHand({ reference: shop.mug, name: '' }, byHand);
    provider().archivePriceByHand(`price-${shop.mug}-USD-1200`);
    const run = await mirror();
    expect(run.counts).toEqual({ ...counts, differences: 6 });
    expect(run.differences).toEqual(
      expect.arrayContaining([
        { type: 'product.changed', variantId: shop.mug, reference: shop.mug, fields: ['name'] },
        { type: 'product.changed', variantId: shop.eBook, reference: shop.eBook, fields: ['active'] },
        { type: 'product.missing', variantId: shop.poster, reference: shop.poster },
        { type: 'product.unknown', reference: 'prod_gift', name: 'Gift card' },
        {
          type: 'price.unknown',
          variantId: shop.mug,
          reference: shop.mug,
          priceReference: 'price_hand',
          price: usd(900),
        },
        {
          type: 'price.archived',
          variantId: shop.mug,
          reference: shop.mug,
          priceReference: `price-${shop.mug}-USD-1200`,
        },
      ]),
    );
    expect(shop.log.lines.at(-1)).toMatchObject({ level: 'warn', message: 'products were mirrored, with differences' });
  });

  it('is settled by a run that writes everything again, except for what somebody else made', async () => {
    await mirror();
    provider().setByHand(shop.mug, { name: 'The mug' });
    provider().deleteByHand(shop.poster);
    provider().addByHand({ reference: 'prod_gift', name: 'Gift card' });
    expect(types(await mirror())).toEqual(['product.changed', 'product.missing', 'product.unknown']);
    const rewritten = await mirror(true);
    expect(rewritten.counts).toMatchObject({ updated: 3, created: 0 });
    expect(types(rewritten)).toEqual(['product.unknown']);
    expect(types(await mirror())).toEqual(['product.unknown']);
    expect(activeNames()).toEqual(['E-book', 'Mug', 'Poster']);
  });

  it('has what the provider refuses, each time', async () => {
    provider().failWith('refusal');
    for (let night = 0; night < 2; night += 1) {
      const run = await mirror();
      expect(run.counts).toEqual({ ...counts, refused: 3, differences: 3 });
      expect(run.differences).toContainEqual({ type: 'product.refused', variantId: shop.mug, reason: 'not_allowed' });
    }
    provider().failWith(undefined);
    expect((await mirror()).counts).toEqual({ ...counts, created: 3 });
  });
});

describe('a run of the mirror', () => {
  it('that meets an outage is continued where it was, and counts nothing twice', async () => {
    const runId = await request();
    provider().failAfter(2);
    expect(await shop.runJobs()).toEqual([{ type: 'job.outage', reason: 'payments.unavailable' }]);
    expect(await view(runId)).toMatchObject({ phase: 'products', counts: { products: 0, created: 2 } });
    provider().failWith(undefined);
    shop.clock.advance(1000);
    expect(await shop.runJobs()).toEqual([]);
    expect((await view(runId)).counts).toEqual({ ...counts, created: 3 });
    expect(provider().stored().products).toHaveLength(3);
  });

  it('is one at a time: a second request and the night continue it', async () => {
    const runId = await request();
    expect(await request()).toBe(runId);
    const at = '2026-11-22T04:10:00.000Z';
    expect((await shop.beginNightlyProductMirror({ at }))._unsafeUnwrap()).toEqual({ runId });
    expect(await shop.runJobs()).toEqual([]);
    const nights = [
      (await shop.beginNightlyProductMirror({ at }))._unsafeUnwrap(),
      (await shop.beginNightlyProductMirror({ at }))._unsafeUnwrap(),
    ];
    expect(nights[1]).toEqual(nights[0]);
    expect(nights[0]?.runId).not.toBe(runId);
    const tick = { id: `mirror-products-to-stripe@${at}`, name: 'mirror-products-to-stripe', payload: { at } } as const;
    (await shop.handlers['mirror-products-to-stripe'](tick))._unsafeUnwrap();
    (await shop.handlers['mirror-products-to-stripe'](tick))._unsafeUnwrap();
    expect(shop.store.committed().productMirrorRuns.size).toBe(2);
    expect(await view(nights[0]?.runId ?? '')).toMatchObject({ dueAt: at, finishedAt: shop.clock.now() });
  });

  it('of many products continues in further jobs, page by page, and writes once when two jobs run it', async () => {
    await addProducts(shop, 150);
    const runId = await request();
    const oneStep = makeMirrorProducts(depsOf(shop), 1);
    const both = await Promise.all([oneStep({ runId }), oneStep({ runId })]);
    expect(both.every((each) => each.isOk())).toBe(true);
    expect(await view(runId)).toMatchObject({
      phase: 'products',
      cursor: expect.any(String),
      counts: { products: 100 },
    });
    expect(await shop.runJobs()).toEqual([]);
    expect((await view(runId)).counts).toEqual({ ...counts, products: 154, variants: 154, created: 153 });
    expect(provider().stored().products).toHaveLength(153);
  });

  it('that nobody requested is not found', async () => {
    const notFound = { type: 'product-mirror.not-found', runId: 'none' };
    expect((await shop.viewProductMirror({ runId: 'none' }))._unsafeUnwrapErr()).toEqual(notFound);
    expect((await shop.mirrorProducts({ runId: 'none' }))._unsafeUnwrapErr()).toEqual(notFound);
  });
});

it('does nothing in a shop that does not mirror its products, and refuses a request', async () => {
  const deps = { ...depsOf(shop), productMirror: noProductMirror };
  const disabled = { type: 'product-mirror.disabled' };
  expect((await makeRequestProductMirror(deps)({}, { userId: 'ada' }))._unsafeUnwrapErr()).toEqual(disabled);
  expect((await makeMirrorProducts(deps)({ runId: 'run' }))._unsafeUnwrapErr()).toEqual(disabled);
  const at = '2026-11-22T04:10:00.000Z';
  expect((await makeBeginNightlyProductMirror(deps)({ at }))._unsafeUnwrap()).toEqual({});
  expect(shop.store.committed().productMirrorRuns.size).toBe(0);
});
