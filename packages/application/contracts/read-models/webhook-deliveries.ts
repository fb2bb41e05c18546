import type { UnitOfWork, Webhook, WebhookDeliveries, EventFeed, FeedEventType } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { sampleOrder } from '../sample-order.js';
import { freshId, noon, saveVariant, usd, valueOf } from '../sample-shop.js';
import { subjectForEachTest } from '../unit-of-work/subject.js';

export type WebhookDeliveriesSubject = {
  /** Of the same, empty storage as the deliveries. */
  readonly unitOfWork: UnitOfWork;
  readonly feed: Pick<EventFeed, 'publish'>;
  readonly deliveries: WebhookDeliveries;
  /** Moves the clock of the deliveries, which begins now. */
  readonly advance: (ms: number) => void;
  readonly now: () => string;
  readonly dispose: () => Promise<void>;
};

/** The behaviour of every `WebhookDeliveries`. `makeSubject` is called before each test with empty storage. */
export const describeWebhookDeliveriesContract = (
  name: string,
  makeSubject: () => Promise<WebhookDeliveriesSubject>,
): void => {
  describe(`${name} as deliveries to webhooks`, () => {
    const subject = subjectForEachTest(makeSubject);

    const subscribe = async (facts: Partial<Webhook> = {}): Promise<Webhook> => {
      const made = { url: 'https://a.example/hook', events: [], sealedSecret: 'sealed', isEnabled: true };
      const webhook = { id: freshId(), ...made, createdAt: noon, version: 1, ...facts };
      valueOf(await subject().unitOfWork.run(({ webhooks }) => webhooks.add(webhook)));
      return webhook;
    };
    const place = async (): Promise<string> => {
      const { unitOfWork, feed } = subject();
      const variantId = await saveVariant(unitOfWork, { price: usd(1_000), stock: 9 });
      const order = await sampleOrder(unitOfWork, { lines: [{ variantId, quantity: 1 }] });
      const placed = {
        type: 'order.placed',
        orderId: order.id,
        total: order.pricing.total,
        at: subject().now(),
      } as const;
      valueOf(await unitOfWork.commit({ order: { type: 'place', order }, events: [placed] }));
      valueOf(await feed.publish());
      subject().advance(1000);
      return order.id;
    };
    const claim = async (facts: Partial<Parameters<WebhookDeliveries['claim']>[0]> = {}) =>
      valueOf(await subject().deliveries.claim({ limitEach: 5, except: [], leaseMs: 60_000, ...facts }));
    const list = async (webhookId: string) =>
      valueOf(await subject().deliveries.list(webhookId, { type: 'page', page: 1, limit: 100 })).data;

    it('has a delivery of each event for each enabled webhook that wants its type', async () => {
      const only = (...events: FeedEventType[]) => ({ events });
      const [all, placed] = [await subscribe(), await subscribe(only('order.placed'))];
      const others = [await subscribe(only('order.paid')), await subscribe({ isEnabled: false })];
      const orderId = await place();
      const { due, isInUse } = await claim();
      expect(isInUse).toBe(true);
      expect(due.map(({ webhookId }) => webhookId).sort()).toEqual([all.id, placed.id].sort());
      expect(due[0]).toMatchObject({
        url: all.url,
        sealedSecret: 'sealed',
        attempts: 0,
        event: { type: 'order.placed', orderId, version: 1, data: { total: expect.anything() } },
      });
      for (const { id } of others) expect(await list(id)).toEqual([]);
    });

    it('returns a claimed delivery to no other claim until its lease ends', async () => {
      await subscribe();
      await place();
      expect((await claim()).due).toHaveLength(1);
      subject().advance(59_000);
      expect((await claim()).due).toEqual([]);
      subject().advance(1_000);
      expect((await claim()).due).toHaveLength(1);
    });

    it('returns of each webhook at most the limit, and none of those left out', async () => {
      const [one, other] = [await subscribe(), await subscribe()];
      for (let orders = 0; orders < 3; orders += 1) await place();
      const { due } = await claim({ limitEach: 2, except: [other.id] });
      expect(due.map(({ webhookId }) => webhookId)).toEqual([one.id, one.id]);
    });

    it('gives each delivery to one of several concurrent claims', async () => {
      await subscribe();
      for (let orders = 0; orders < 6; orders += 1) await place();
      const claims = await Promise.all(Array.from({ length: 4 }, () => claim({ limitEach: 3 })));
      const ids = claims.flatMap(({ due }) => due.map(({ id }) => id));
      expect(new Set(ids).size).toBe(ids.length);
    });

    it('stores what became of each attempt', async () => {
      const { id: webhookId } = await subscribe();
      await place();
      const [{ id } = { id: '' }] = (await claim()).due;
      const { deliveries, now, advance } = subject();
      const at = now();
      advance(4_000);
      const failed = { id, status: 'pending', at, nextAttemptAt: now(), responseStatus: 500, reason: 'a 500' } as const;
      valueOf(await deliveries.settle(failed));
      expect(await list(webhookId)).toMatchObject([
        { id, status: 'pending', attempts: 1, lastAttemptAt: at, nextAttemptAt: now(), responseStatus: 500 },
      ]);
      expect((await claim()).due).toMatchObject([{ id, attempts: 1 }]);
      valueOf(await deliveries.settle({ id, status: 'delivered', at: now(), responseStatus: 204 }));
      const [delivered] = await list(webhookId);
      expect(delivered).toMatchObject({ status: 'delivered', attempts: 2, responseStatus: 204 });
      expect(delivered).not.toHaveProperty('nextAttemptAt');
      expect(delivered).not.toHaveProperty('reason');
      advance(1_000_000);
      expect((await claim()).due).toEqual([]);
    });

    it('repeats a delivery of its webhook, and no other', async () => {
      const [one, other] = [await subscribe(), await subscribe({ isEnabled: false })];
      await place();
      const [{ id } = { id: '' }] = (await claim()).due;
      const { deliveries, now, unitOfWork } = subject();
      valueOf(await deliveries.settle({ id, status: 'failed', at: now(), reason: 'it failed' }));
      const repeat = async (webhookId: string, deliveryId: string) =>
        valueOf(await unitOfWork.run(({ webhooks }) => webhooks.repeat(webhookId, deliveryId, now())));
      expect(await repeat(other.id, id)).toBe(false);
      expect(await repeat(one.id, freshId())).toBe(false);
      expect(await repeat(one.id, id)).toBe(true);
      expect((await claim()).due).toMatchObject([{ id, attempts: 0, since: now() }]);
    });

    it('reports that no webhook is enabled', async () => {
      await subscribe({ isEnabled: false });
      expect(await claim()).toEqual({ due: [], isInUse: false });
    });

    it('removes the deliveries of a webhook with it', async () => {
      const { id } = await subscribe();
      await place();
      valueOf(await subject().unitOfWork.run(({ webhooks }) => webhooks.remove(id)));
      expect(await list(id)).toEqual([]);
    });
  });
};
