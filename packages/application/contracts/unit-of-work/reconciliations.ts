import type { Reconciliation } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { afterNoon, freshId, noon, usd, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

/** One of the day before noon of which nothing is done yet. */
export const sampleReconciliation = (facts: Partial<Reconciliation> = {}): Reconciliation => ({
  id: freshId(),
  from: afterNoon(-86_400),
  to: noon,
  doneTo: afterNoon(-86_400),
  requestedAt: noon,
  counts: { events: 0, applied: 0, payments: 0, refundsRequestedAgain: 0, differences: 0 },
  differences: [],
  ...facts,
});

export const describeReconciliations = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('reconciliations', () => {
    const subject = subjectForEachTest(makeSubject);
    const add = async (reconciliation: Reconciliation) =>
      valueOf(await subject().unitOfWork.run(({ reconciliations }) => reconciliations.add(reconciliation)));
    const find = async (id: string) =>
      valueOf(await subject().unitOfWork.read(({ reconciliations }) => reconciliations.find(id)));
    const latestDue = async (at: string) =>
      valueOf(await subject().unitOfWork.run(({ reconciliations }) => reconciliations.latestDue(at)));

    it('are found, and locked, as they were added', async () => {
      const [byClock, byHand] = [
        sampleReconciliation({ dueAt: noon }),
        sampleReconciliation({ requestedBy: freshId() }),
      ];
      expect([await add(byClock), await add(byHand)]).toEqual([true, true]);
      expect(await find(byClock.id)).toStrictEqual(byClock);
      const locked = await subject().unitOfWork.run(({ reconciliations }) => reconciliations.lock(byHand.id));
      expect(valueOf(locked)).toStrictEqual(byHand);
    });

    it('are absent if they were not requested', async () => {
      expect([await find(freshId()), await latestDue(noon)]).toEqual([undefined, undefined]);
      expect(
        valueOf(await subject().unitOfWork.run(({ reconciliations }) => reconciliations.lock(freshId()))),
      ).toBeUndefined();
    });

    it('are stored with their findings', async () => {
      const begun = sampleReconciliation();
      await add(begun);
      const finished: Reconciliation = {
        ...begun,
        doneTo: begun.to,
        finishedAt: afterNoon(7),
        counts: { events: 5, applied: 4, payments: 3, refundsRequestedAgain: 2, differences: 1 },
        differences: [
          {
            type: 'payment.not-captured',
            orderId: freshId(),
            paymentId: freshId(),
            reference: 'pi_1',
            recorded: usd(1_700),
          },
        ],
      };
      const saved = await subject().unitOfWork.run(({ reconciliations }) =>
        reconciliations.lock(begun.id).andThen(() => reconciliations.save(finished)),
      );
      valueOf(saved);
      expect(await find(begun.id)).toStrictEqual(finished);
    });

    it('are one a tick, and any number by hand', async () => {
      const night = sampleReconciliation({ dueAt: noon });
      expect(await add(night)).toBe(true);
      expect(await add(sampleReconciliation({ dueAt: noon }))).toBe(false);
      expect([await add(sampleReconciliation()), await add(sampleReconciliation())]).toEqual([true, true]);
      expect(await latestDue(noon)).toStrictEqual(night);
    });

    it('are one a tick even with concurrent starts', async () => {
      const added = await Promise.all(Array.from({ length: 6 }, () => add(sampleReconciliation({ dueAt: noon }))));
      expect(added.filter(Boolean)).toHaveLength(1);
    });

    it('of the latest tick are found, despite later ones by hand', async () => {
      const nights = [1, 3, 2].map((hours) => sampleReconciliation({ dueAt: afterNoon(hours * 3_600) }));
      for (const night of nights) await add(night);
      await add(sampleReconciliation({ requestedAt: afterNoon(9_000) }));
      expect(await latestDue(afterNoon(3_599))).toBeUndefined();
      expect(await latestDue(afterNoon(7_200))).toStrictEqual(nights[2]);
      expect(await latestDue(afterNoon(86_400))).toStrictEqual(nights[1]);
    });
  });
};
