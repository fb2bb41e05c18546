/**
 * The production shop, killed by SIGKILL between any two steps of checkout, payment and refund: within each transaction
 * and as it commits, and at each call of Stripe's, before and after its effect. Then another process starts, the client
 * repeats what got no response, and Stripe sends every event twice and out of order. In the last tests no process is
 * killed, but Stripe fails or sends nothing. Long because all tests share one shop, which takes seconds to start.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startKillableShop, type KillableShop, type Step } from '../testing/killable-shop.js';
import { expectMoneyAndStockToAgree } from '../testing/money-and-stock.js';
import {
  bearer,
  importProducts,
  placeAsGuest,
  signIn,
  variantsBySku,
  type ShopResponse,
} from '../testing/shop-client.js';
import { admin } from '../testing/start-shop.js';

const unitsAtFirst = 1000;
const unitsEach = 2;
const catalogue = [
  'Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty',
  `vase,Vase,VASE,20.00,${unitsAtFirst}`,
].join('\n');
const card = { method: 'card' };
const page = { method: 'checkout', successUrl: 'https://shop.example/thanks', cancelUrl: 'https://shop.example/cart' };

type Placed = { readonly id: string; readonly token: string };
/** Does something, to be cut off by a kill. */
type Kill = (act: () => Promise<unknown>) => Promise<void>;

const moments = ['before', 'after'] as const;
const writes = (process: 'http' | 'worker' | undefined, ...names: readonly string[]): Step[] =>
  names.flatMap((write) => moments.map((when) => ({ write, when, ...(process === undefined ? {} : { process }) })));
const calls = (process: 'http' | 'worker', ...names: readonly string[]): Step[] =>
  names.flatMap((call) => moments.map((when) => ({ process, call, when })));
const named = (step: Step): [string, Step] => [`${step.when} ${'call' in step ? step.call : step.write}`, step];

describe('a shop whose processes are killed', () => {
  let shop: KillableShop;
  let variantId: string;
  let staff: Readonly<Record<string, string>>;
  let eventsTold = 0;
  const orderIds: string[] = [];

  beforeAll(async () => {
    shop = await startKillableShop();
    const accessToken = await signIn(shop.call, admin);
    staff = bearer(accessToken);
    await importProducts(shop.call, accessToken, catalogue);
    variantId = (await variantsBySku(shop.call)).get('VASE')?.id ?? '';
  });
  afterAll(() => shop.stop());

  const placeOnce = (key: string): Promise<ShopResponse> =>
    placeAsGuest(shop.call, [{ variantId, quantity: unitsEach }], { key });
  const place = async (key: string = randomUUID()): Promise<Placed> => {
    const { status, body } = await placeOnce(key);
    expect(status).toBe(201);
    orderIds.push(body.id);
    return body;
  };
  const start = ({ id, token }: Placed, body: object, key: string = randomUUID()): Promise<ShopResponse> =>
    shop.call('POST', `/api/v1/orders/${id}/payments`, {
      headers: { 'x-order-token': token, 'idempotency-key': key },
      body,
    });
  const cancel = ({ id, token }: Placed): Promise<ShopResponse> =>
    shop.call('POST', `/api/v1/orders/${id}/cancel`, { headers: { 'x-order-token': token }, body: {} });
  const refund = ({ id }: Placed, key: string): Promise<ShopResponse> =>
    shop.call('POST', `/api/v1/admin/orders/${id}/refunds`, {
      headers: { ...staff, 'idempotency-key': key },
      body: { amount: { amount: 700, currency: 'USD' }, reason: 'a scratch' },
    });
  /**
   * As clients do whose request nobody answered: the same again, and once more after half a minute where it is still
   * held.
   */
  const again = async (send: () => Promise<ShopResponse>): Promise<ShopResponse> => {
    const first = await send();
    if (first.body?.code !== 'idempotency.in-progress') return first;
    expect(first.status).toBe(409);
    await shop.letHoldsEnd();
    return send();
  };

  /** The payment's or the page's id at Stripe. */
  const referenceOf = async ({ status, body, text }: ShopResponse): Promise<string> => {
    if (status !== 201) throw new Error(`the payment was not started: ${text}`);
    if (body.clientSecret !== undefined) return (body.clientSecret as string).split('_secret_')[0] ?? '';
    return (await shop.stripe.sessions()).find(({ url }) => url === body.redirectUrl)?.id ?? '';
  };
  const payBy = async (order: Placed, body: object, key?: string): Promise<void> => {
    const reference = await referenceOf(await again(() => start(order, body, key)));
    expect((await shop.stripe.pay(reference)).outcome).toBe('paid');
  };
  const paid = async (): Promise<Placed> => {
    const order = await place();
    await payBy(order, card);
    await shop.stripe.deliverPending();
    return order;
  };

  /** The order once everything was told and done, with all that must hold of all orders. */
  const settled = async ({ id, token }: Placed) => {
    expect(await shop.quiet()).toEqual([]);
    const events = (await shop.stripe.events()).slice(eventsTold);
    eventsTold += events.length;
    for (const event of events) expect((await shop.stripe.deliver(event.id)).status).toBe(200);
    await expectMoneyAndStockToAgree(shop, { orderIds, variantId, unitsAtFirst });
    return (await shop.call('GET', `/api/v1/orders/${id}`, { headers: { 'x-order-token': token } })).body;
  };

  /** What an order goes through, with a kill in the midst of it; each ends as the order is to be. */
  const lives = {
    'while an order is placed': {
      steps: writes('http', 'insert orders'),
      live: async (kill: Kill) => {
        const key = randomUUID();
        await kill(() => placeOnce(key));
        const order = await place(key);
        await payBy(order, card);
        return order;
      },
      end: { status: 'paid', paymentStatus: 'paid' },
    },
    'while a card payment is started': {
      steps: [
        ...writes('http', 'insert payments'),
        ...calls('http', 'POST /v1/payment_intents'),
        ...writes('http', 'update payments'),
      ],
      live: async (kill: Kill) => {
        const [order, key] = [await place(), randomUUID()];
        await kill(() => start(order, card, key));
        await payBy(order, card, key);
        return order;
      },
      end: { status: 'paid', paymentStatus: 'paid' },
    },
    'while a page of Stripe’s is asked for': {
      steps: calls('http', 'POST /v1/checkout/sessions'),
      live: async (kill: Kill) => {
        const [order, key] = [await place(), randomUUID()];
        await kill(() => start(order, page, key));
        await payBy(order, page, key);
        return order;
      },
      end: { status: 'paid', paymentStatus: 'paid' },
    },
    'while it hears of a payment': {
      steps: writes('http', 'update orders'),
      live: async (kill: Kill) => {
        const order = await place();
        await payBy(order, card);
        await kill(() => shop.stripe.deliverPending());
        return order;
      },
      end: { status: 'paid', paymentStatus: 'paid' },
    },
    'while an order is cancelled': {
      steps: writes('http', 'update orders'),
      live: async (kill: Kill) => {
        const order = await paid();
        await kill(() => cancel(order));
        expect([200, 409]).toContain((await cancel(order)).status);
        return order;
      },
      end: { status: 'cancelled', paymentStatus: 'refunded' },
    },
    'while it hands on what is to be done': {
      steps: writes(undefined, 'update outbox', 'delete outbox'),
      live: async (kill: Kill) => {
        const order = await paid();
        await shop.quiet();
        await kill(() => cancel(order));
        return order;
      },
      end: { status: 'cancelled', paymentStatus: 'refunded' },
    },
    'while staff give money back': {
      steps: writes('http', 'update orders'),
      live: async (kill: Kill) => {
        const [order, key] = [await paid(), randomUUID()];
        await kill(() => refund(order, key));
        expect((await again(() => refund(order, key))).status).toBe(201);
        return order;
      },
      end: {
        status: 'paid',
        paymentStatus: 'partially_refunded',
        refunds: [{ status: 'confirmed', amount: { amount: 700 } }],
      },
    },
    'while it hears that money is back': {
      steps: writes('http', 'update orders'),
      live: async (kill: Kill) => {
        const order = await paid();
        const sent = await shop.stripe.hold({ operation: 'POST /v1/refunds', when: 'after' });
        await cancel(order);
        await shop.stripe.reached(sent);
        // The webhook comes before the answer to the worker, which reports the same.
        await kill(() => shop.stripe.deliverPending());
        await shop.stripe.release(sent);
        return order;
      },
      end: { status: 'cancelled', paymentStatus: 'refunded' },
    },
  };

  describe.each(Object.entries(lives))('%s', (_when, { steps, live, end }) => {
    it.each(steps.map(named))('%s, ends the order as it should', async (_name, step) => {
      const order = await live((act) => shop.killAt(step, act));
      expect(await settled(order)).toMatchObject(end);
    });
  });

  // A worker's jobs are taken over ten seconds after it died: all its deaths come first.
  it('sends each refund once, whichever step of it the worker dies at', async () => {
    const steps = [...writes('worker', 'update orders'), ...calls('worker', 'GET /v1/refunds', 'POST /v1/refunds')];
    const orders: Placed[] = [];
    for (const step of steps) {
      const order = await paid();
      await shop.killAt(step, () => cancel(order));
      orders.push(order);
    }
    for (const order of orders)
      expect(await settled(order)).toMatchObject({ status: 'cancelled', refunds: [{ status: 'confirmed' }] });
  });

  it('ends what an order needs no more, whichever step of it the worker dies at', async () => {
    const steps = [
      ...calls('worker', 'POST /v1/payment_intents/{id}/cancel', 'POST /v1/checkout/sessions/{id}/expire'),
      ...writes('worker', 'update payments'),
    ];
    const orders: Placed[] = [];
    for (const step of steps) {
      const order = await place();
      for (const how of [card, page]) expect((await start(order, how)).status).toBe(201);
      await shop.killAt(step, () => cancel(order));
      orders.push(order);
    }
    for (const order of orders)
      expect(await settled(order)).toMatchObject({ status: 'cancelled', paymentStatus: 'unpaid', payments: [] });
  });

  const ways = [
    { body: card, make: 'POST /v1/payment_intents', look: 'GET /v1/payment_intents' },
    { body: page, make: 'POST /v1/checkout/sessions', look: 'GET /v1/checkout/sessions' },
  ];

  // 201 where the SDK, which asks once more by itself, is answered what the first request came to.
  it.each([
    ['no answer', 'before', 503, 'timeout'],
    ['no answer', 'after', 201, 'timeout'],
    ['a dropped connection', 'before', 503, 'drop'],
    ['a dropped connection', 'after', 201, 'drop'],
    ['a 500', 'before', 503, 500],
    ['a 500', 'after', 503, 500],
    ['too many requests', 'before', 503, 429],
    ['too many requests', 'after', 503, 429],
    ['a conflict', 'before', 503, 409],
    ['a conflict', 'after', 201, 409],
  ] as const)(
    'starts one payment of each kind in spite of %s %s its effect, answering %i first',
    async (_fault, when, status, how) => {
      const begun = await Promise.all(
        ways.map(async ({ body, make, look }) => {
          const [order, key] = [await place(), randomUUID()];
          await shop.stripe.fail({
            operation: make,
            when,
            how,
            times: how === 'timeout' || how === 'drop' || how === 409 ? 2 : 1,
          });
          // After a 500 the shop looks up the outcome, which no event reports.
          if (how === 500) await shop.stripe.fail({ operation: look, when: 'before', how, times: 2 });
          const met = await start(order, body, key);
          expect(met).toMatchObject({
            status,
            body: status === 503 ? { code: 'payments.unavailable' } : { provider: 'stripe' },
          });
          expect(Number(met.headers['retry-after'] ?? 0) > 0).toBe(status === 503);
          return { order, body, key };
        }),
      );
      // A fault that no request has met, since a kept answer came first, is no next test's.
      await shop.stripe.clearFaults();
      for (const { order, body, key } of begun) await payBy(order, body, key);
      const orders = begun.map(({ order }) => order);
      for (const order of orders) expect(await settled(order)).toMatchObject({ status: 'paid', paymentStatus: 'paid' });
    },
  );

  const failures = moments.flatMap((when) =>
    (['timeout', 'drop', 500, 429, 409] as const).map((how) => ({ when, how })),
  );
  /** Which answers such requests have had meanwhile, 0 for none. */
  const answersDuring = async (operation: string, act: () => Promise<unknown>): Promise<Set<number>> => {
    const before = (await shop.stripe.requests()).length;
    await act();
    const requests = (await shop.stripe.requests()).slice(before).filter((request) => request.operation === operation);
    return new Set(requests.map(({ status }) => status));
  };

  it('sends each refund once, however Stripe fails meanwhile and though staff click twice', async () => {
    const operation = 'POST /v1/refunds';
    const orders: Placed[] = [];
    for (const failure of failures) {
      orders.push(await paid());
      await shop.stripe.fail({ operation, ...failure });
    }
    await shop.quiet();
    const answers = await answersDuring(operation, async () => {
      await Promise.all(
        orders.map(async (order) => {
          const key = randomUUID();
          // Answered the same, or told that it is at work on the first.
          for (const { status } of await Promise.all([refund(order, key), refund(order, key)]))
            expect([201, 409]).toContain(status);
          expect((await refund(order, key)).status).toBe(201);
        }),
      );
      await shop.quiet();
    });
    expect(answers).toEqual(new Set([0, 200, 409, 429, 500]));
    for (const order of orders) {
      expect(await settled(order)).toMatchObject({
        status: 'paid',
        refunds: [{ status: 'confirmed', amount: { amount: 700 } }],
      });
    }
  });

  it('ends what an order needs no more, however Stripe fails meanwhile', async () => {
    const operation = 'POST /v1/payment_intents/{id}/cancel';
    const orders: Placed[] = [];
    for (const failure of failures) {
      const order = await place();
      expect((await start(order, card)).status).toBe(201);
      orders.push(order);
      await shop.stripe.fail({ operation, ...failure });
    }
    const answers = await answersDuring(operation, async () => {
      for (const order of orders) expect((await cancel(order)).status).toBe(200);
      await shop.quiet();
    });
    expect([...answers]).toEqual(expect.arrayContaining([0, 200, 409, 429, 500]));
    for (const order of orders)
      expect(await settled(order)).toMatchObject({ status: 'cancelled', paymentStatus: 'unpaid' });
  });

  it('gets every order right by reconciliation alone, when no word of Stripe’s has come, and then finds nothing more', async () => {
    const [byCard, byPage, returned] = [await place(), await place(), await place()];
    await payBy(byCard, card);
    await payBy(byPage, page);
    const reference = await referenceOf(await start(returned, card));
    await shop.stripe.pay(reference);
    await shop.stripe.refundByHand(reference, 700);
    const reconcile = async (): Promise<unknown> => {
      const { body } = await shop.call('POST', '/api/v1/admin/reconciliations', {
        headers: staff,
        body: {},
      });
      for (;;) {
        const followed = await shop.call('GET', `/api/v1/admin/reconciliations/${body.id}`, { headers: staff });
        if (followed.status !== 200) throw new Error(`the reconciliation cannot be followed: ${followed.text}`);
        if (followed.body.finishedAt !== undefined) return followed.body.counts;
      }
    };
    expect(await reconcile()).toMatchObject({ applied: 4, differences: 0 });
    await expectMoneyAndStockToAgree(shop, { orderIds, variantId, unitsAtFirst });
    expect(await reconcile()).toMatchObject({ applied: 0, differences: 0 });
    expect(await settled(returned)).toMatchObject({
      status: 'paid',
      paymentStatus: 'partially_refunded',
      refunds: [{ status: 'confirmed' }],
    });
  });
});
