import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  address,
  bearer,
  importProducts,
  payAsGuest,
  shopClient,
  signIn,
  variantsBySku,
  type ShopClient,
} from '../testing/shop-client.js';
import { startServices, type RunningServices } from '../testing/start-services.js';
import { admin, productionSettings, startHttp, startProductionShop, type RunningShop } from '../testing/start-shop.js';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const everything = { selector: {} };
const catalogue =
  'Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty,Variant Taxable\n' +
  'vase,Vase,VASE,20.00,100,TRUE\ncard,Card,CARD,2.00,100,TRUE';

const zones = [
  { countries: ['GB'], prices: 'inclusive', rates: { standard: 200_000 }, shippingClass: 'standard' },
  { countries: ['DE'], prices: 'inclusive', rates: { standard: 190_000 }, shippingClass: 'standard' },
  { countries: [], prices: 'exclusive', rates: { standard: 0 } },
];
const methods = [
  {
    name: 'Royal Mail',
    zones: [{ countries: ['GB'] }],
    charges: [{ currency: 'USD', type: 'flat', amount: usd(499), freeFrom: usd(5000) }],
  },
  {
    name: 'DHL',
    zones: [{ countries: ['DE'] }],
    charges: [{ currency: 'USD', type: 'subtotal', tiers: [{ from: usd(0), amount: usd(990) }] }],
  },
  {
    name: 'By ship',
    zones: [{ countries: [] }],
    charges: [{ currency: 'USD', type: 'weight', tiers: [{ from: 0, amount: usd(2500) }] }],
  },
];

/** A shop that its owner sets up only by HTTP requests, as on the first day of a production shop. */
describe('an empty production shop', () => {
  let services: RunningServices;
  let shop: RunningShop;
  let call: ShopClient;
  let headers: Readonly<Record<string, string>>;
  let vase: string;
  let card: string;
  let other: Awaited<ReturnType<typeof startHttp>>;

  beforeAll(async () => {
    services = await startServices();
    [shop, other] = await Promise.all([startProductionShop(services), startHttp(productionSettings(services))]);
    call = shopClient(shop.url);
    headers = bearer(await signIn(call, admin));
  });
  afterAll(async () => {
    await Promise.all([shop.stop(), other.http.stop()]);
    await services.stop();
  });

  const send = async (method: string, path: string, body: object, status: number) => {
    const answer = await call(method, `/api/v1/admin/${path}`, { headers, body });
    expect([answer.status, answer.text]).toEqual([status, expect.any(String)]);
    return answer.body;
  };
  const place = (items: Readonly<Record<string, number>>, place_: object = {}, more: object = {}, at = call) =>
    at('POST', '/api/v1/orders', {
      headers: { 'idempotency-key': randomUUID() },
      body: {
        items: Object.entries(items).map(([variantId, quantity]) => ({ variantId, quantity })),
        email: 'grace@example.com',
        shippingAddress: { ...address, ...place_ },
        ...more,
      },
    });
  const pricingOf = async (...order: Parameters<typeof place>) => {
    const { status, body, text } = await place(...order);
    if (status !== 201) throw new Error(text);
    const { total, discountTotal, shippingTotal, taxTotal } = body.pricing;
    return [total.amount, discountTotal.amount, shippingTotal.amount, taxTotal.amount];
  };

  it('can be set up only by HTTP requests', async () => {
    await send('PATCH', 'shop', { name: 'Mill Lane Pottery', country: 'GB' }, 200);
    await send('PUT', 'tax-rules', { zones }, 200);
    for (const method of methods) await send('POST', 'shipping-methods', method, 201);
    await send('PUT', 'minimum-order-rules', { rules: [{ minimum: usd(2000), basis: 'subtotal' }] }, 200);
    expect(
      (await importProducts(call, headers['authorization']?.slice('Bearer '.length) ?? '', catalogue)).body,
    ).toMatchObject({
      status: 'completed',
      failures: [],
    });
    const variants = await variantsBySku(call);
    [vase, card] = [variants.get('VASE')?.id ?? '', variants.get('CARD')?.id ?? ''];
    expect((await call('GET', '/api/v1/shop')).body).toMatchObject({ name: 'Mill Lane Pottery', taxIncluded: true });
  });

  it('charges shipping and tax by destination', async () => {
    // 40.00 and 4.99 include 20 %: 6.67 and 0.83.
    expect(await pricingOf({ [vase]: 2 })).toEqual([4499, 0, 499, 750]);
    // 40.00 and 9.90 include 19 %: 6.39 and 1.58.
    expect(await pricingOf({ [vase]: 2 }, { country: 'DE', postalCode: '10115' })).toEqual([4990, 0, 990, 797]);
    expect(await pricingOf({ [vase]: 2 }, { country: 'FR', postalCode: '75001' })).toEqual([6500, 0, 2500, 0]);
    expect(await pricingOf({ [vase]: 3 })).toEqual([6000, 0, 0, 1000]);
  });

  it('refuses an order below its minimum', async () => {
    const { status, body } = await place({ [card]: 9 });
    expect([status, body.code, body.missing]).toEqual([422, 'order.below-minimum', usd(200)]);
  });

  it('takes off what its five promotions say, in every process at once', async () => {
    const order = { type: 'order' };
    const promotions = [
      {
        name: 'Spring',
        target: order,
        effect: { type: 'percent', rate: 100_000 },
        conditions: { couponCode: 'SPRING10' },
      },
      {
        name: 'Many cards',
        target: { type: 'lines', selector: { variantIds: [card] } },
        effect: { type: 'tiers', by: 'quantity', tiers: [{ from: 10, rate: 200_000 }] },
      },
      {
        name: 'Five for four',
        target: { type: 'lines', selector: { variantIds: [vase] } },
        effect: {
          type: 'buyXGetY',
          buy: { ...everything, quantity: 4 },
          get: { ...everything, quantity: 1 },
          rate: 1_000_000,
        },
      },
      {
        name: 'Large orders ship free',
        target: { type: 'shipping' },
        effect: { type: 'freeShipping' },
        conditions: { minimumSubtotal: usd(20_000) },
      },
      {
        name: 'Letter',
        target: order,
        effect: { type: 'amount', amount: usd(500), mode: 'across' },
        conditions: { singleUse: true },
      },
    ];
    const ids: string[] = [];
    for (const promotion of promotions) ids.push((await send('POST', 'promotions', promotion, 201)).id);
    const generated = await call('POST', `/api/v1/admin/promotions/${ids[4]}/codes`, { headers, body: { count: 3 } });
    const [, code = ''] = generated.text.split('\r\n');

    const elsewhere = shopClient(other.url);
    expect(await pricingOf({ [vase]: 3 }, {}, { coupons: ['spring10'] }, elsewhere)).toEqual([5400, 600, 0, 900]);
    expect(await pricingOf({ [card]: 10 }, {}, {}, elsewhere)).toEqual([2099, 400, 499, 350]);
    expect(await pricingOf({ [vase]: 5 })).toEqual([8000, 2000, 0, 1333]);
    expect(await pricingOf({ [vase]: 10 }, { country: 'FR', postalCode: '75001' })).toEqual([16_000, 4000, 0, 0]);
    expect(await pricingOf({ [vase]: 2 }, {}, { coupons: [code] })).toEqual([3999, 500, 499, 666]);
    const again = await place({ [vase]: 2 }, {}, { coupons: [code] });
    expect([again.status, again.body.code]).toEqual([422, 'coupon.unknown']);

    const listed = await call('GET', '/api/v1/admin/promotions', { headers });
    expect(listed.body.data.map(({ usage }: { readonly usage: object }) => usage)).toEqual([
      { uses: 1, spent: usd(600) },
      { uses: 1, spent: usd(400) },
      { uses: 2, spent: usd(6000) },
      { uses: 1, spent: usd(2500) },
      { uses: 1, spent: usd(500) },
    ]);
  });

  it('is paid', async () => {
    const { body } = await place({ [vase]: 2 });
    expect((await payAsGuest(call, body)).body).toMatchObject({ status: 'paid', total: usd(4499) });
  });
});
