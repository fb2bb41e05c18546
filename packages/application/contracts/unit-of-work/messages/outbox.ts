import type { ApplicationEvent } from '@cartwright/application';
import { errAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { afterNoon, freshId, noon, usd, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

export const describeOutbox = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('the outbox', () => {
    const subject = subjectForEachTest(makeSubject);
    const claimed = async (): Promise<readonly ApplicationEvent[]> =>
      valueOf(await subject().feed.claim(100, 60_000)).map(({ event }) => event);

    it('hands events on as they were left, in their order, once they are committed', async () => {
      const orderId = freshId();
      const events: readonly ApplicationEvent[] = [
        { type: 'order.placed', orderId, at: noon, total: usd(1_999) },
        { type: 'order.paid', orderId, at: afterNoon(1), captured: usd(1_999) },
        { type: 'order.refunded', orderId, at: afterNoon(2), refundId: freshId(), amount: usd(5) },
        { type: 'payments.sandbox-event-raised', eventId: 'sbx_evt_1', at: afterNoon(3) },
      ];
      valueOf(await subject().unitOfWork.run(({ outbox }) => outbox.add(events)));
      expect(await claimed()).toStrictEqual(events);
    });

    it('holds nothing of a transaction that was undone, and nothing when nothing was left', async () => {
      const event = { type: 'order.cancelled', orderId: freshId(), at: noon } as const;
      await subject().unitOfWork.run(({ outbox }) => outbox.add([event]).andThen(() => errAsync('undone' as const)));
      valueOf(await subject().unitOfWork.run(({ outbox }) => outbox.add([])));
      expect(await claimed()).toEqual([]);
    });
  });
};
