import type { EventHandler, ExtensionEvent, HandlerTools } from '@cartwright/application';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startPostHogDouble, type PostHogDouble } from './posthog-double.js';
// @ts-expect-error -- a shop's extension is plain JavaScript
import { makePurchaseAnalytics } from './purchase-analytics.mjs';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const order = {
  number: '7K3F-9QXM2A',
  email: 'ada@example.com',
  shippingAddress: { fullName: 'Ada Lovelace', line1: '12 St James Square', phone: '+442079460777', country: 'GB' },
  metadata: { nickname: 'Ada' },
  pricing: {
    lines: [{ variantId: 'mug', quantity: 2 }],
    discountTotal: usd(0),
    shippingTotal: usd(500),
    taxTotal: usd(0),
    total: usd(4500),
  },
};
const tools = { loadOrder: () => Promise.resolve(order) } as unknown as HandlerTools;
const event = (type: ExtensionEvent['type'], data: ExtensionEvent['data'] = {}): ExtensionEvent => ({
  id: '019acd00-0000-7000-8000-000000000001',
  type,
  at: '2026-11-30T09:30:00.000Z',
  orderId: '019acd00-0000-7000-8000-0000000000aa',
  data,
});

let posthog: PostHogDouble;
let handlers: Readonly<Record<string, EventHandler>>;
beforeAll(async () => {
  posthog = await startPostHogDouble();
  handlers = makePurchaseAnalytics({ apiKey: 'phc_test', host: posthog.url }) as typeof handlers;
});
afterAll(() => posthog.stop());
beforeEach(() => {
  posthog.answer(200);
  posthog.requests.length = 0;
});
const handle = (given: ExtensionEvent): Promise<unknown> => Promise.resolve(handlers[given.type]?.(given, tools));

describe('the analytics of purchases', () => {
  it('report a paid order by its amounts, under the id of the event', async () => {
    await handle(event('order.paid', { captured: usd(4500) }));
    expect(posthog.requests).toMatchObject([
      {
        uuid: '019acd00-0000-7000-8000-000000000001',
        event: 'order paid',
        distinct_id: '019acd00-0000-7000-8000-0000000000aa',
        timestamp: '2026-11-30T09:30:00.000Z',
        properties: { total: 4500, currency: 'USD', shipping: 500, units: 2, variant_ids: ['mug'] },
      },
    ]);
  });

  it('report refunds and cancellations', async () => {
    await handle(event('order.refunded', { refundId: 'refund-1', amount: usd(700) }));
    await handle(event('order.cancelled'));
    expect(posthog.requests.map(({ event: name, properties }) => [name, properties['amount']])).toEqual([
      ['order refunded', 700],
      ['order cancelled', undefined],
    ]);
  });

  it('name nobody, and make no profile of a person', async () => {
    await handle(event('order.paid'));
    expect(JSON.stringify(posthog.requests)).not.toMatch(/\bada\b|lovelace|square|442079/iu);
    expect(posthog.requests[0]?.properties).toMatchObject({ $process_person_profile: false, $geoip_disable: true });
  });

  it('count a repeated event once', async () => {
    await handle(event('order.paid'));
    await handle(event('order.paid'));
    expect([posthog.requests.length, posthog.events().length]).toEqual([2, 1]);
  });

  it.each([500, 503, 429])('are to be retried while PostHog returns %i, and then arrive', async (status) => {
    posthog.answer(status);
    await expect(handle(event('order.paid'))).rejects.toMatchObject({ isFinal: false });
    posthog.answer(200);
    await handle(event('order.paid'));
    expect(posthog.events()).toHaveLength(1);
  });

  it('are to be retried while PostHog cannot be reached', async () => {
    const away = makePurchaseAnalytics({ apiKey: 'phc_test', host: 'http://127.0.0.1:9' }) as typeof handlers;
    await expect(away['order.cancelled']?.(event('order.cancelled'), tools)).rejects.toMatchObject({ isFinal: false });
  });

  it.each([400, 401])('end at once where PostHog refuses them with %i', async (status) => {
    posthog.answer(status);
    await expect(handle(event('order.paid'))).rejects.toMatchObject({ isFinal: true });
  });

  it('leave out an order that does not exist', async () => {
    const without = { loadOrder: () => Promise.resolve(undefined) } as unknown as HandlerTools;
    await handlers['order.paid']?.(event('order.paid'), without);
    expect(posthog.requests).toEqual([]);
  });
});
