import type { Backtest } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { afterNoon, freshId, noon, usd, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

export const describeBacktests = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('backtests', () => {
    const subject = subjectForEachTest(makeSubject);
    const sample = (): Backtest => ({
      id: freshId(),
      promotion: {
        id: freshId(),
        name: 'A tenth',
        target: { type: 'order' },
        effect: { type: 'percent', rate: 100_000, cap: usd(500) },
      },
      from: noon,
      to: afterNoon(60),
      status: 'queued',
      total: 0,
      processed: 0,
      unpriced: 0,
      requestedBy: 'an editor',
      createdAt: noon,
    });

    it('are stored with their progress and, once completed, their result', async () => {
      const { unitOfWork } = subject();
      const [queued, other] = [sample(), sample()];
      const find = async (id: string) => valueOf(await unitOfWork.read(({ backtests }) => backtests.find(id)));
      for (const each of [queued, other]) valueOf(await unitOfWork.run(({ backtests }) => backtests.add(each)));
      expect(await find(queued.id)).toStrictEqual(queued);
      const sum = { currency: 'USD', orders: 2, before: 2_000, after: 1_900 };
      const completed: Backtest = {
        ...queued,
        status: 'completed',
        total: 3,
        processed: 3,
        unpriced: 1,
        result: { totals: [sum], byDay: [{ day: '2026-11-21', ...sum }], byProduct: [{ productId: 'mugs', ...sum }] },
      };
      const locked = await unitOfWork.run(({ backtests }) =>
        backtests.lock(queued.id).andThen((found) => backtests.save(completed).map(() => found)),
      );
      expect(valueOf(locked)).toStrictEqual(queued);
      expect([await find(queued.id), await find(other.id)]).toStrictEqual([completed, other]);
      for (const id of [freshId(), 'none']) expect(await find(id)).toBeUndefined();
    });
  });
};
