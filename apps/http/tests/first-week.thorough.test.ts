/** Long because it sets up a whole shop over HTTP, sells in it, and adds up every report on its own. */
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { address, bearer, shopClient, signIn, type ShopResponse, type ShopClient } from '../testing/shop-client.js';
import { startServices, type RunningServices } from '../testing/start-services.js';
import { spawnProcess } from '../testing/spawn-process.js';
import { admin, startProductionShop, type RunningShop } from '../testing/start-shop.js';

type Money = { readonly amount: number; readonly currency: string };
type Order = {
  readonly id: string;
  readonly status: string;
  readonly email: string;
  readonly currency: string;
  readonly total: Money;
  readonly lines: readonly { readonly variantId: string; readonly quantity: number; readonly total: Money }[];
  readonly pricing: Readonly<Record<'discountTotal' | 'shippingTotal' | 'taxTotal', Money>> & {
    readonly applied: readonly { readonly promotionId: string; readonly amount: Money }[];
  };
  readonly shippingAddress: { readonly country: string };
  readonly payments: readonly unknown[];
  readonly refunds: readonly { readonly status: string; readonly amount: Money }[];
  readonly dueBack: Money;
  readonly creditNotes: readonly { readonly amount: Money; readonly tax: Money }[];
};
type Row = Readonly<Record<string, string | number>>;

const orderCount = 200;
const productCount = 100;
/** Each country has one rate, shipping included. */
const rates: Readonly<Record<string, number>> = { GB: 200_000, DE: 190_000, FR: 0 };
const places: Readonly<Record<string, object>> = {
  GB: {},
  DE: { country: 'DE', city: 'Berlin', postalCode: '10115' },
  FR: { country: 'FR', city: 'Paris', postalCode: '75001' },
};
const zones = [
  { countries: ['GB'], prices: 'inclusive', rates: { standard: rates['GB'] }, shippingClass: 'standard' },
  { countries: ['DE'], prices: 'exclusive', rates: { standard: rates['DE'] }, shippingClass: 'standard' },
  { countries: [], prices: 'exclusive', rates: { standard: 0 }, shippingClass: 'standard' },
];
const both = (amount: number) =>
  ['USD', 'EUR'].map((currency) => ({ currency, type: 'flat', amount: { amount, currency } }));
const methods = [
  { name: 'Royal Mail', zones: [{ countries: ['GB'] }], charges: both(499) },
  { name: 'DHL', zones: [{ countries: ['DE'] }], charges: both(990) },
  { name: 'By ship', zones: [{ countries: [] }], charges: both(2500) },
];
const order = { type: 'order' };
const promotions = [
  { name: 'Spring', target: order, effect: { type: 'percent', rate: 100_000 }, conditions: { couponCode: 'SPRING10' } },
  {
    name: 'Three',
    target: { type: 'lines', selector: {} },
    effect: { type: 'tiers', by: 'quantity', tiers: [{ from: 6, rate: 150_000 }] },
  },
  { name: 'Post', target: { type: 'shipping' }, effect: { type: 'freeShipping' }, conditions: { minimumQuantity: 5 } },
  {
    name: 'Five euros',
    target: order,
    effect: { type: 'amount', amount: { amount: 500, currency: 'EUR' }, mode: 'across' },
    conditions: { minimumSubtotal: { amount: 5000, currency: 'EUR' } },
  },
  { name: 'Once', target: order, effect: { type: 'percent', rate: 50_000 }, conditions: { singleUse: true } },
];

describe('the first week of a production shop that was set up over HTTP', () => {
  let services: RunningServices;
  let shop: RunningShop;
  let call: ShopClient;
  let headers: Readonly<Record<string, string>>;
  const variants: string[] = [];
  let orders: readonly Order[] = [];

  beforeAll(async () => {
    services = await startServices();
    shop = await startProductionShop(services);
    call = shopClient(shop.url);
    headers = bearer(await signIn(call, admin));
  });
  afterAll(async () => {
    await shop.stop();
    await services.stop();
  });

  const ok = (answer: ShopResponse, ...statuses: readonly number[]) => {
    if (!statuses.includes(answer.status)) throw new Error(`${answer.status}: ${answer.text}`);
    return answer.body;
  };
  const send = async (method: string, path: string, body: object, ...statuses: readonly number[]) =>
    ok(
      await call(method, `/api/v1/admin/${path}`, { headers: { ...headers, 'idempotency-key': randomUUID() }, body }),
      ...statuses,
    );
  const read = async (path: string) => ok(await call('GET', `/api/v1/${path}`, { headers }), 200);
  /** Ten at a time. */
  const inTens = async <T>(all: readonly T[], work: (each: T, index: number) => Promise<void>): Promise<void> => {
    for (let first = 0; first < all.length; first += 10) {
      await Promise.all(all.slice(first, first + 10).map((each, index) => work(each, first + index)));
    }
  };
  /** Asks again until it is so. Jobs run in another process. */
  const until = async (isDone: () => Promise<boolean>): Promise<void> => {
    while (!(await isDone()));
  };

  it('is set up: currencies, taxes, shipping, products, a price list, promotions, staff', async () => {
    await send(
      'PATCH',
      'shop',
      { name: 'Mill Lane', country: 'GB', timeZone: 'Europe/London', lowStockThreshold: 5 },
      200,
    );
    await send('PATCH', 'shop', { currencies: ['USD', 'EUR'] }, 200);
    await send('PUT', 'tax-rules', { zones }, 200);
    for (const method of methods) await send('POST', 'shipping-methods', method, 201);
    await send('PUT', 'minimum-order-rules', { rules: [] }, 200);
    await inTens(Array.from({ length: productCount }), async (_none, index) => {
      const amount = 700 + index * 37;
      const prices = [{ price: { amount, currency: 'USD' } }, { price: { amount: amount - 50, currency: 'EUR' } }];
      const variant = { sku: `SKU-${index}`, prices, taxClass: 'standard', stock: 30 + (index % 7) };
      const product = { name: `Product ${index}`, description: 'Made here.', status: 'active', variants: [variant] };
      const made = await send('POST', 'products', product, 201);
      variants[index] = made.variants[0].id;
    });
    const prices = variants.slice(0, 10).map((variantId) => ({
      variantId,
      minQuantity: 2,
      price: { amount: 650, currency: 'USD' },
    }));
    await send('POST', 'price-lists', { name: 'By twos', currency: 'USD', prices }, 201);
    for (const promotion of promotions) await send('POST', 'promotions', promotion, 201);
    await send('POST', 'users', { email: 'sue@shop.example', name: 'Sue', role: 'support' }, 201);
    await send('POST', 'users', { email: 'ed@shop.example', name: 'Ed', role: 'editor' }, 201);
    expect((await call('GET', '/api/v1/shop')).body).toMatchObject({ name: 'Mill Lane', currencies: ['USD', 'EUR'] });
    expect((await call('GET', '/api/v1/products?limit=1')).body.meta.total).toBe(productCount);
  });

  it('sells, ships, takes back, refunds and cancels', async () => {
    const placed: { readonly id: string; readonly token: string }[] = [];
    const listed = await read('admin/promotions');
    const once = listed.data.find(({ name }: { readonly name: string }) => name === 'Once').id;
    const codes = (await call('POST', `/api/v1/admin/promotions/${once}/codes`, { headers, body: { count: 20 } })).text;
    const single = codes.trim().split('\r\n').slice(1);
    await inTens(Array.from({ length: orderCount }), async (_none, index) => {
      const chosen = Array.from({ length: 1 + (index % 3) }, (_line, line) => ({
        variantId: variants[(index * 7 + line * 31) % productCount] ?? '',
        quantity: 1 + ((index + line) % 3),
      }));
      const country = ['GB', 'DE', 'FR'][index % 3] ?? 'GB';
      const coupons = index % 5 === 0 ? ['spring10'] : index % 11 === 0 ? [single[index % 20] ?? ''] : [];
      const buyer = {
        email: `buyer${index % 40}@example.com`,
        shippingAddress: { ...address, ...places[country] },
        ...(index % 11 === 0 && index % 5 !== 0 && index > 150 ? {} : { coupons }),
      };
      const key = { 'idempotency-key': randomUUID() };
      if (index % 4 !== 0) {
        placed[index] = ok(
          await call('POST', '/api/v1/orders', { headers: key, body: { items: chosen, ...buyer } }),
          201,
        );
        return;
      }
      const cart = ok(await call('POST', '/api/v1/carts', { body: { currency: 'EUR' } }), 201);
      const own = { 'x-cart-token': String(cart.token) };
      for (const { variantId, quantity } of chosen) {
        const path = `/api/v1/carts/${cart.id}/lines/${variantId}`;
        ok(await call('PUT', path, { headers: own, body: { quantity } }), 200);
      }
      const body = { cartId: cart.id, ...buyer };
      placed[index] = ok(await call('POST', '/api/v1/orders', { headers: { ...own, ...key }, body }), 201);
    });
    const paid = placed.filter((_order, index) => index % 10 !== 9);
    await inTens(paid, async ({ id, token }) => {
      const own = { 'x-order-token': token, 'idempotency-key': randomUUID() };
      const started = ok(
        await call('POST', `/api/v1/orders/${id}/payments`, { headers: own, body: { method: 'card' } }),
        201,
      );
      const confirm = `/api/v1/sandbox/payments/${started.paymentId}/confirm`;
      ok(await call('POST', confirm, { body: { paymentMethod: 'pm_card_visa' } }), 200);
    });
    await until(async () => (await read('admin/orders?status=paid&limit=1&page=1')).meta.total === paid.length);
    await inTens(
      placed.filter((_order, index) => index % 20 === 9),
      async ({ id, token }) => {
        ok(
          await call('POST', `/api/v1/orders/${id}/cancel`, { headers: { 'x-order-token': token }, body: {} }),
          200,
          201,
        );
      },
    );
    const [cancelled, refunded, shipped] = [paid.slice(0, 12), paid.slice(12, 30), paid.slice(30, 150)];
    await inTens(cancelled, async ({ id }) => {
      ok(await call('POST', `/api/v1/orders/${id}/cancel`, { headers, body: {} }), 200, 201);
    });
    await inTens(refunded, async ({ id }, index) => {
      const { currency } = await read(`orders/${id}`);
      await send('POST', `orders/${id}/refunds`, { amount: { amount: 100 + index, currency }, reason: 'late' }, 201);
    });
    await inTens(shipped, async ({ id }) => {
      await send('POST', `orders/${id}/shipments`, { carrier: 'DHL', trackingNumber: `T-${id}` }, 201);
    });
    await inTens(shipped.slice(0, 30), async ({ id, token }, index) => {
      const { lines } = await read(`orders/${id}`);
      const body = { lines: [{ variantId: lines[0].variantId, quantity: 1 }], reason: 'too small' };
      const asked = ok(
        await call('POST', `/api/v1/orders/${id}/returns`, { headers: { 'x-order-token': token }, body }),
        201,
      );
      await send('POST', `returns/${asked.id}/receive`, { restock: index % 2 === 0 }, 200, 201);
    });
    const all = async (): Promise<readonly Order[]> => {
      const found: Order[] = [];
      await inTens(placed, async ({ id }, index) => {
        found[index] = await read(`orders/${id}`);
      });
      return found;
    };
    await until(async () => {
      orders = await all();
      return orders.every(
        ({ dueBack, refunds, creditNotes }) =>
          dueBack.amount === 0 &&
          refunds.every(({ status }) => status === 'confirmed') &&
          creditNotes.length === refunds.length,
      );
    });
    expect(orders.filter(({ refunds }) => refunds.length > 0).length).toBeGreaterThan(40);
  });

  const paidOrders = () => orders.filter(({ payments }) => payments.length > 0);
  const range = () => {
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    return `from=${day(-2)}&to=${day(1)}`;
  };
  const report = async (name: string): Promise<readonly Row[]> => (await read(`admin/reports/${name}`)).data;
  /** Sums of rows by a key, in the order of the keys. */
  const added = (rows: readonly (readonly [key: string, ...amounts: readonly number[]])[]) => {
    const sums = new Map<string, number[]>();
    for (const [key, ...amounts] of rows) {
      const before = sums.get(key) ?? amounts.map(() => 0);
      sums.set(
        key,
        before.map((sum, index) => sum + (amounts[index] ?? 0)),
      );
    }
    return [...sums].sort(([left], [right]) => (left < right ? -1 : 1));
  };
  const pick = (rows: readonly Row[], keys: readonly string[], ...fields: readonly string[]) =>
    added(rows.map((row) => [keys.map((key) => row[key]).join(' '), ...fields.map((field) => Number(row[field]))]));

  it('reports sales that are the sums of its orders', async () => {
    const expected = added(
      paidOrders().map(({ currency, total, pricing, refunds }) => {
        const back = refunds.reduce((sum, { amount }) => sum + amount.amount, 0);
        const { discountTotal, shippingTotal, taxTotal } = pricing;
        const amounts = [total, discountTotal, shippingTotal, taxTotal].map(({ amount }) => amount);
        return [currency, 1, ...amounts, back, total.amount - back] as const;
      }),
    );
    const fields = ['orders', 'gross', 'discounts', 'shipping', 'tax', 'refunds', 'net'];
    for (const groupBy of ['day', 'week', 'month']) {
      const rows = await report(`sales?${range()}&groupBy=${groupBy}`);
      expect(pick(rows, ['currency'], ...fields)).toEqual(expected);
    }
  });

  it('reports products, customers and promotions that are the sums of its orders', async () => {
    const lines = paidOrders().flatMap(({ currency, lines: of }) => of.map((line) => ({ currency, ...line })));
    expect(pick(await report(`top-products?${range()}`), ['variantId', 'currency'], 'quantity', 'total')).toEqual(
      added(
        lines.map(({ variantId, currency, quantity, total }) => [`${variantId} ${currency}`, quantity, total.amount]),
      ),
    );
    expect(pick(await report(`customers?${range()}`), ['email', 'currency'], 'orders', 'total')).toEqual(
      added(paidOrders().map(({ email, currency, total }) => [`${email} ${currency}`, 1, total.amount])),
    );
    const applied = paidOrders().flatMap(({ pricing }) => pricing.applied);
    expect(new Set(applied.map(({ promotionId }) => promotionId)).size).toBe(promotions.length);
    expect(pick(await report(`promotions?${range()}`), ['promotionId', 'currency'], 'uses', 'amount')).toEqual(
      added(applied.map(({ promotionId, amount }) => [`${promotionId} ${amount.currency}`, 1, amount.amount])),
    );
  });

  it('reports taxes that are those of its orders less those of its credit notes', async () => {
    const rows = await report(`taxes?${range()}`);
    const expected = paidOrders().map(
      ({ currency, total, pricing: { taxTotal }, shippingAddress: { country }, creditNotes }) => {
        const back = creditNotes.reduce((sum, { amount }) => sum + amount.amount, 0);
        const taxBack = creditNotes.reduce((sum, { tax }) => sum + tax.amount, 0);
        const tax = taxTotal.amount - taxBack;
        return [`${country} ${rates[country]} ${currency}`, total.amount - back - tax, tax] as const;
      },
    );
    expect(pick(rows, ['country', 'rate', 'currency'], 'net', 'tax')).toEqual(added(expected));
  });

  it('reports low stock as its ledger has it', async () => {
    const left: (readonly [string, number])[] = [];
    await inTens(variants, async (id) => {
      const { available } = await read(`admin/variants/${id}/stock`);
      if (available <= 30) left.push([id, available]);
    });
    await send('PATCH', 'shop', { lowStockThreshold: 30 }, 200);
    expect(pick(await report('low-stock'), ['variantId'], 'available')).toEqual(added(left));
    expect(left.length).toBeGreaterThan(10);
  });

  it('reports the reviews of its buyers', async () => {
    const registered = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada Lovelace' };
    const { accessToken } = ok(await call('POST', '/api/v1/auth/register', { body: registered }), 201);
    const own = () => ({ ...bearer(accessToken), 'idempotency-key': randomUUID() });
    const items = variants.slice(0, 3).map((variantId) => ({ variantId, quantity: 1 }));
    const bought = ok(
      await call('POST', '/api/v1/orders', { headers: own(), body: { items, shippingAddress: address } }),
      201,
    );
    const started = ok(
      await call('POST', `/api/v1/orders/${bought.id}/payments`, { headers: own(), body: { method: 'card' } }),
      201,
    );
    ok(
      await call('POST', `/api/v1/sandbox/payments/${started.paymentId}/confirm`, {
        body: { paymentMethod: 'pm_card_visa' },
      }),
      200,
    );
    await until(async () => (await read(`orders/${bought.id}`)).status === 'paid');
    const products = (await call('GET', `/api/v1/variants?ids=${variants.slice(0, 3).join(',')}`)).body.data;
    for (const [index, { productId, product }] of products.entries()) {
      const body = { rating: index + 3, title: 'Fine', text: 'It is fine.' };
      const path = `/api/v1/products/${product?.id ?? productId}/reviews`;
      const review = ok(await call('POST', path, { headers: own(), body }), 201);
      if (index < 2) await send('POST', `reviews/${review.id}/approve`, {}, 200, 204);
    }
    const rows = await report(`reviews?${range()}`);
    expect(rows.map(({ count, average }) => `${count} ${average}`).sort()).toEqual(['1 3', '1 4']);
    orders = [...orders, await read(`orders/${bought.id}`)];
  });

  it('has every report as CSV, with as many rows', async () => {
    for (const name of ['sales', 'top-products', 'customers', 'promotions', 'taxes', 'reviews']) {
      const rows = await report(`${name}?${range()}`);
      const csv = await call('GET', `/api/v1/admin/reports/${name}?${range()}&format=csv`, { headers });
      expect(csv.text.trimEnd().split('\r\n')).toHaveLength(rows.length + 1);
    }
  });

  it('has books without a difference, and names one changed cent of an order, a payment and a stock', async () => {
    const audit = async () => {
      const audited = spawnProcess(['apps/worker/dist/audit-books.js'], { DATABASE_URL: services.databaseUrl });
      return { code: (await audited.exited).code, output: audited.output() };
    };
    expect(await audit()).toMatchObject({ code: 0, output: expect.stringContaining(' 0 differences') });
    const sql = postgres(services.databaseUrl, { max: 1 });
    const [wrong] = await sql`update orders set total = total + 1
      where id = (select id from orders where status = 'pending' order by id limit 1) returning id`;
    const [attempt] = await sql`update payments set amount = amount - 1
      where id = (select id from payments where capture_reference is not null order by id limit 1) returning order_id`;
    const [stock] = await sql`update stock set available = available - 1
      where variant_id = (select min(variant_id::text)::uuid from stock) returning variant_id`;
    await sql.end();
    const { code, output } = await audit();
    expect(code).toBe(1);
    expect(output).toContain(`(${wrong?.['id']}), order: columns.total is`);
    expect(output).toContain(`(${attempt?.['order_id']}), payment: payments[0].amount is`);
    expect(output).toContain(`variant ${stock?.['variant_id']}, stock: available is`);
    expect(output).toContain(' 3 differences');
  });
});
