import type { ApplicationEvent, EventFeed, UnitOfWork } from '@cartwright/application';
import { cancelOrder, type Order } from '@cartwright/domain';
import { describe, expect, it } from 'vitest';
import { accepted, sampleOrder } from './sample-order.js';
import { afterNoon, freshId, noon, saveVariant, usd, valueOf } from './sample-shop.js';
import { subjectForEachTest } from './unit-of-work/subject.js';

export type EventFeedSubject = {
  /** Of the same, empty storage as the feed. */
  readonly unitOfWork: UnitOfWork;
  readonly feed: EventFeed;
  readonly dispose: () => Promise<void>;
};

/** The behaviour of every `EventFeed`. `makeSubject` is called before each test and returns empty storage. */
export const describeEventFeedContract = (name: string, makeSubject: () => Promise<EventFeedSubject>): void => {
  describe(`${name} as a feed of events`, () => {
    const subject = subjectForEachTest(makeSubject);

    const place = async (): Promise<Order> => {
      const { unitOfWork } = subject();
      const variantId = await saveVariant(unitOfWork, { price: usd(1_000), stock: 9 });
      const order = await sampleOrder(unitOfWork, { lines: [{ variantId, quantity: 1 }] });
      const placed: ApplicationEvent = {
        type: 'order.placed',
        orderId: order.id,
        total: order.pricing.total,
        at: noon,
      };
      valueOf(await unitOfWork.commit({ order: { type: 'place', order }, events: [placed] }));
      return order;
    };
    const cancel = async (order: Order): Promise<void> => {
      const change = accepted(cancelOrder(order, { at: afterNoon(60) }));
      const write = { type: 'change', order: change.order, version: 1 } as const;
      valueOf(await subject().unitOfWork.commit({ order: write, events: change.events }));
    };
    const publish = async () => valueOf(await subject().feed.publish());
    const read = async (position = 0, limit = 100, orderId?: string) => ({
      events: valueOf(await subject().feed.after(position, limit, orderId)),
      deletedTo: valueOf(await subject().feed.deletedTo()),
    });

    it('has each event of an order once, with the version that it made and its facts', async () => {
      const order = await place();
      await cancel(order);
      await publish();
      await publish();
      const { events, deletedTo } = await read();
      expect(deletedTo).toBe(0);
      expect(events.map(({ type, at, orderId, version, data }) => ({ type, at, orderId, version, data }))).toEqual([
        { type: 'order.placed', at: noon, orderId: order.id, version: 1, data: { total: order.pricing.total } },
        { type: 'order.cancelled', at: afterNoon(60), orderId: order.id, version: 2, data: {} },
      ]);
      expect(new Set(events.map(({ id }) => id)).size).toBe(2);
    });

    it('has the events of one commit in their order, with the version that it made', async () => {
      const order = await place();
      const change = accepted(cancelOrder(order, { at: afterNoon(60) }));
      const requested = { type: 'order.return-requested', orderId: order.id, returnId: freshId() } as const;
      valueOf(
        await subject().unitOfWork.commit({
          order: { type: 'change', order: change.order, version: 1 },
          events: [...change.events, { ...requested, at: afterNoon(60) }],
        }),
      );
      await publish();
      expect((await read()).events.map(({ type, version }) => [type, version])).toEqual([
        ['order.placed', 1],
        ['order.cancelled', 2],
        ['order.return-requested', 2],
      ]);
    });

    it('states the version of an order that an event has not changed', async () => {
      const order = await place();
      await cancel(order);
      const event = {
        type: 'order.return-requested',
        orderId: order.id,
        returnId: freshId(),
        at: afterNoon(90),
      } as const;
      valueOf(await subject().unitOfWork.run(({ outbox }) => outbox.add([event])));
      await publish();
      expect((await read()).events.at(-1)).toMatchObject({ type: event.type, version: 2 });
    });

    it('goes on after any position, with at most the limit, and ends', async () => {
      for (let orders = 0; orders < 3; orders += 1) await place();
      await publish();
      const { events: all } = await read();
      const positions = all.map(({ position }) => position);
      expect(positions).toEqual([...positions].sort((left, right) => left - right));
      const [first = 0, second = 0, last = 0] = positions;
      expect((await read(first, 1)).events).toEqual([all[1]]);
      expect((await read(second)).events).toEqual([all[2]]);
      expect((await read(last)).events).toEqual([]);
      expect(valueOf(await subject().feed.latest())).toBe(last);
    });

    it('has the events of one order, and none of what is no order', async () => {
      const [one, other] = [await place(), await place()];
      await publish();
      expect((await read(0, 100, other.id)).events.map(({ orderId }) => orderId)).toEqual([other.id]);
      expect((await read(0, 100, one.id)).events).toHaveLength(1);
      expect((await read(0, 100, freshId())).events).toEqual([]);
      expect((await read(0, 100, 'no order')).events).toEqual([]);
    });

    it('leaves out events that only concern the shop', async () => {
      const event = { type: 'catalogue.import-requested', importId: 'import', at: noon } as const;
      valueOf(await subject().unitOfWork.run(({ outbox }) => outbox.add([event])));
      await publish();
      expect((await read()).events).toEqual([]);
      expect(valueOf(await subject().feed.latest())).toBe(0);
    });

    it('keeps an old event that was reported after newer ones', async () => {
      const placed = { type: 'order.placed', total: usd(100) } as const;
      const report = async (at: string) => {
        const event = { ...placed, orderId: freshId(), at };
        valueOf(await subject().unitOfWork.run(({ outbox }) => outbox.add([event])));
        await publish();
      };
      for (const minutes of [-120, 60, -60]) await report(afterNoon(minutes));
      const [, newer, late] = (await read()).events;
      valueOf(await subject().unitOfWork.run(({ purges }) => purges.purge('events', noon, 100)));
      expect((await read()).events).toEqual([newer, late]);
      expect((await read()).deletedTo).toBeLessThan(newer?.position ?? 0);
    });

    it('reports how far it was deleted, and keeps its positions', async () => {
      const order = await place();
      await publish();
      const [placed] = (await read()).events;
      valueOf(await subject().unitOfWork.run(({ purges }) => purges.purge('events', noon, 100)));
      expect(await read()).toEqual({ events: [], deletedTo: placed?.position });
      expect(valueOf(await subject().feed.latest())).toBe(placed?.position);
      await cancel(order);
      await publish();
      const { events } = await read(placed?.position);
      expect(events.map(({ type }) => type)).toEqual(['order.cancelled']);
      expect(events[0]?.position).toBeGreaterThan(placed?.position ?? 0);
    });
  });
};
