import type { MirroredVariant, ProductMirror } from '@cartwright/application';
import { describeProductMirrorContract, sampleVariant } from '@cartwright/application/contracts/product-mirror';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startStripeStandIn, type StripeStandIn } from '../../../testing/stripe-stand-in/start-stripe-stand-in.js';
import { makeCollectedLog, type CollectedLog } from '../../in-memory/collected-log.js';
import { systemClock } from '../../system/system-clock.js';
import { uuidIds } from '../../system/uuid-ids.js';
import { makeStripeProductMirror } from './product-mirror.js';

const shopId = uuidIds.next();
let log: CollectedLog;
const mirrorTo = (
  standIn: StripeStandIn,
  options: Partial<Parameters<typeof makeStripeProductMirror>[0]> = {},
): ProductMirror =>
  makeStripeProductMirror({
    secretKey: standIn.secretKey,
    apiBase: standIn.url,
    clock: systemClock,
    log: (log = makeCollectedLog()),
    shopId,
    requestsPerSecond: 100_000,
    retries: 0,
    ...options,
  });
const usd = (amount: number) => ({ amount, currency: 'USD' });

describeProductMirrorContract('Stripe, by its stand-in,', async () => {
  const standIn = await startStripeStandIn();
  return {
    mirror: mirrorTo(standIn, { pageSize: 2 }),
    rename: (reference, name) => standIn.setProductByHand(reference, { name }),
    remove: async (reference) => void (await standIn.deleteProductByHand(reference)),
    goAway: () => standIn.setReachable(false),
    dispose: standIn.stop,
  };
});

describe('a variant in Stripe', () => {
  let standIn: StripeStandIn;
  let mirror: ProductMirror;
  beforeEach(async () => {
    standIn = await startStripeStandIn();
    mirror = mirrorTo(standIn);
  });
  afterEach(() => standIn.stop());

  const write = async (variant: MirroredVariant, known?: string) =>
    (await mirror.write(variant, known))._unsafeUnwrap();
  const prices = async () =>
    (await standIn.prices()).map(({ id, active, unit_amount: amount, currency, lookup_key: key }) => ({
      id,
      active,
      amount,
      currency,
      key,
    }));
  const operations = async () => (await standIn.requests()).map(({ operation }) => operation);

  it('is a product with the variant’s own id, our ids in its metadata, and a price to be found by its key', async () => {
    const mug = sampleVariant();
    const { reference } = await write(mug);
    expect(reference).toBe(mug.variantId);
    const [product] = await standIn.products();
    expect(product).toMatchObject({
      id: mug.variantId,
      name: 'Mug (Red)',
      description: 'For coffee & tea.',
      images: ['https://shop.example/images/mug.webp'],
      url: 'https://shop.example/products/mug',
      active: true,
      shippable: true,
      metadata: { shopId, productId: mug.productId, variantId: mug.variantId, sku: 'MUG' },
    });
    const keyOf = (currency: string) => `${mug.variantId}-${currency}`;
    expect(await prices()).toEqual([
      { id: product?.default_price, active: true, amount: 1200, currency: 'usd', key: keyOf('usd') },
      { id: expect.any(String), active: true, amount: 1100, currency: 'eur', key: keyOf('eur') },
    ]);
  });

  it('has texts that are cut to Stripe’s limits, in whole characters, and at most eight pictures', async () => {
    const mug = sampleVariant({
      name: `a${'😀'.repeat(3000)}`,
      description: 'd'.repeat(50_000),
      sku: 's'.repeat(600),
      images: Array.from({ length: 10 }, (_, at) => `https://shop.example/${at}.webp`),
      url: `https://shop.example/${'u'.repeat(6000)}`,
    });
    const written = await write(mug);
    const [product] = await standIn.products();
    expect([product?.name.length, product?.description?.length, product?.metadata['sku']?.length]).toEqual([
      4999, 40_000, 500,
    ]);
    expect([product?.images.length, product?.url]).toEqual([8, null]);
    const compared = await mirror.compare([{ variant: mug, references: written }]);
    expect(compared._unsafeUnwrap()).toEqual(new Map());
  });

  it('loses its texts and pictures where the shop has none any more', async () => {
    const mug = sampleVariant();
    const { reference } = await write(mug);
    const { url: _url, ...rest } = mug;
    const plain = { ...rest, description: '', images: [] };
    const written = await write(plain, reference);
    expect((await standIn.products())[0]).toMatchObject({ description: null, images: [], url: null });
    expect((await mirror.compare([{ variant: plain, references: written }]))._unsafeUnwrap().size).toBe(0);
  });

  it('is free where it costs nothing, and without the price that Stripe cannot have', async () => {
    const some = [usd(0), { amount: 1234, currency: 'KWD' }, { amount: 500, currency: 'IQD' }];
    const written = await write(sampleVariant({ prices: some }));
    expect((await standIn.prices()).map(({ unit_amount: amount }) => amount)).toEqual([0]);
    expect(written.refusedPrices).toEqual([
      { currency: 'KWD', reason: 'amount_not_chargeable' },
      { currency: 'IQD', reason: 'currency_not_supported' },
    ]);
    const dinars = sampleVariant({ prices: [{ amount: 1234, currency: 'KWD' }] });
    const unsold = await write(dinars);
    expect((await standIn.products()).find(({ id }) => id === unsold.reference)?.active).toBe(false);
    expect((await mirror.compare([{ variant: dinars, references: unsold }]))._unsafeUnwrap().size).toBe(0);
  });

  it('cannot be bought once it has no price, and keeps the default that Stripe does not archive', async () => {
    const mug = sampleVariant({ prices: [usd(1200), { amount: 1100, currency: 'EUR' }] });
    const { reference } = await write(mug);
    await write({ ...mug, prices: [] }, reference);
    expect((await standIn.products())[0]?.active).toBe(false);
    expect((await prices()).map(({ amount, active }) => [amount, active])).toEqual([
      [1200, true],
      [1100, false],
    ]);
  });

  it('has its new price as the default before the former one is archived', async () => {
    const mug = sampleVariant({ prices: [usd(1200)] });
    const { reference } = await write(mug);
    const before = (await operations()).length;
    await write({ ...mug, prices: [usd(1300)] }, reference);
    expect((await operations()).slice(before)).toEqual([
      'GET /v1/prices',
      'POST /v1/prices',
      'POST /v1/products/{id}',
      'POST /v1/prices/{id}',
    ]);
    expect((await prices()).map(({ amount, active, key }) => [amount, active, key])).toEqual([
      [1200, false, null],
      [1300, true, `${mug.variantId}-usd`],
    ]);
  });

  it('keeps a price that somebody made for it by hand', async () => {
    const mug = sampleVariant({ prices: [usd(1200)] });
    const { reference } = await write(mug);
    await standIn.setPriceByHand('price_by_hand', {
      product: reference,
      unit_amount: 999,
      currency: 'usd',
      active: true,
    });
    await write({ ...mug, prices: [usd(1300)] }, reference);
    expect((await prices()).filter(({ active }) => active).map(({ amount }) => amount)).toEqual([999, 1300]);
  });

  it('waits as long as Stripe says when there are too many requests, and is refused by none of them', async () => {
    await standIn.fail({ operation: 'POST /v1/products', when: 'before', how: 429, retryAfter: 7 });
    expect((await mirror.write(sampleVariant()))._unsafeUnwrapErr()).toEqual({
      type: 'payments.unavailable',
      retryAfterSeconds: 7,
    });
  });

  it('of a copy of the shop under another id is refused, and leaves the product as it is', async () => {
    const mug = sampleVariant();
    await write(mug);
    const copy = mirrorTo(standIn, { shopId: uuidIds.next() });
    expect((await copy.write({ ...mug, name: 'Copy' }))._unsafeUnwrapErr()).toEqual({
      type: 'mirror.refused',
      reason: 'product_of_another_shop',
    });
    expect((await standIn.products()).map(({ name }) => name)).toEqual(['Mug (Red)']);
  });

  it('is listed from the start again when the product that the last page ended with was deleted', async () => {
    const paged = mirrorTo(standIn, { pageSize: 1 });
    for (const name of ['One', 'Two']) await write(sampleVariant({ name }));
    const first = (await paged.products())._unsafeUnwrap();
    await standIn.deleteProductByHand(first.nextCursor ?? '');
    expect((await paged.products(first.nextCursor))._unsafeUnwrap().data.map(({ name }) => name)).toEqual(['One']);
  });

  it('logs that products wait, not payments, when its key may not write them', async () => {
    const refused = mirrorTo(standIn, { secretKey: 'sk_test_wrong' });
    expect((await refused.write(sampleVariant()))._unsafeUnwrapErr().type).toBe('payments.unavailable');
    expect(log.lines.map(({ message }) => message)).toEqual([
      'Stripe refuses STRIPE_SECRET_KEY: products are not mirrored until it may write them',
    ]);
  });
});
