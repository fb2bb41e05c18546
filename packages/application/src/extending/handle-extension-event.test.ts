import { makeNoOpFilter, type ApplicationEvent } from '@cartwright/application';
import { beforeEach, describe, expect, it } from 'vitest';
import { guestOrder, openShop, type Shop } from '../../testing/shop-in-memory.js';
import { extensionJobs } from '../jobs/extension-jobs.js';
import type { EventHandler, ExtensionEvent } from './event-handlers.js';
import { makeHandleExtensionEvent } from './handle-extension-event.js';

let shop: Shop;
let event: ExtensionEvent;
beforeEach(async () => {
  shop = await openShop();
  const { order } = await guestOrder(shop);
  event = { id: 'event-1', type: 'order.parcel-shipped', at: shop.clock.now(), orderId: order.id, data: {} };
});
const handle = (handler: EventHandler, messageId = 'event-1.extension-sms') =>
  makeHandleExtensionEvent({
    ...shop,
    extensionHandlers: { sms: { 'order.parcel-shipped': handler } },
  })({ extension: 'sms', event, messageId });

describe('the handler of an extension', () => {
  it('handles an event once, with its id, its order and no personal data in the event', async () => {
    const seen: unknown[] = [];
    const handler: EventHandler = async (given, { loadOrder }) => {
      seen.push([given.id, (await loadOrder())?.id]);
    };
    expect([(await handle(handler)).isOk(), (await handle(handler)).isOk()]).toEqual([true, true]);
    expect(seen).toEqual([['event-1', event.orderId]]);
    await handle(handler, 'event-2.extension-sms');
    expect(seen).toHaveLength(2);
  });

  it('is called again after it has failed, until it returns', async () => {
    let calls = 0;
    const failsOnce: EventHandler = () => {
      calls += 1;
      if (calls === 1) throw new Error('the carrier is away');
    };
    expect((await handle(failsOnce))._unsafeUnwrapErr()).toEqual({
      type: 'site.unavailable',
      reason: 'sms: the carrier is away',
    });
    expect([(await handle(failsOnce)).isOk(), (await handle(failsOnce)).isOk(), calls]).toEqual([true, true, 2]);
  });

  it('is not called again after an error that is final, which is logged', async () => {
    let calls = 0;
    const refuses: EventHandler = () => {
      calls += 1;
      throw Object.assign(new Error('no such number'), { isFinal: true });
    };
    expect([(await handle(refuses)).isOk(), (await handle(refuses)).isOk(), calls]).toEqual([true, true, 1]);
    expect(shop.log.lines.at(-1)).toMatchObject({ level: 'error', facts: { extension: 'sms', eventId: 'event-1' } });
  });

  it('that is not there any more leaves a line in the log', async () => {
    const handled = makeHandleExtensionEvent(shop)({ extension: 'toString', event, messageId: 'm' });
    expect((await handled).isOk()).toBe(true);
    expect(shop.log.lines.at(-1)).toMatchObject({ level: 'warn', facts: { extension: 'toString' } });
  });
});

describe('the jobs of an event', () => {
  const paid: ApplicationEvent = {
    type: 'order.paid',
    orderId: 'order-1',
    at: '2026-11-21T09:30:00.000Z',
    captured: { amount: 1700, currency: 'USD' },
  };
  const extensionHandlers = {
    sms: { 'order.parcel-shipped': () => undefined },
    counts: { 'order.paid': () => undefined },
  };

  it('are one more for each extension that handles it', async () => {
    const { unitOfWork, paymentGateway } = shop.ports;
    const filter = makeNoOpFilter({ unitOfWork, paymentGateway, extensionHandlers });
    const jobs = await filter({ id: 'event-1', event: paid });
    expect(jobs.filter(({ name }) => name === 'handle-extension-event')).toEqual([
      {
        id: 'event-1.extension-counts',
        name: 'handle-extension-event',
        payload: {
          extension: 'counts',
          event: {
            id: 'event-1',
            type: 'order.paid',
            orderId: 'order-1',
            at: paid.at,
            data: { captured: paid.captured },
          },
        },
      },
    ]);
    expect(jobs.length).toBeGreaterThan(1);
  });

  it('of the shop itself are none', () => {
    const erased = { type: 'privacy.person-erased', at: paid.at } as const;
    expect(extensionJobs(extensionHandlers, { id: 'event-2', event: erased })).toEqual([]);
  });
});
