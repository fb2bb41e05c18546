import type { PromotionUse, UsageCounter } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { freshId, usd, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

export const describePromotionUsage = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('the counters of promotions', () => {
    const subject = subjectForEachTest(makeSubject);
    const use = async (...uses: readonly PromotionUse[]) =>
      valueOf(await subject().unitOfWork.commit({ promotions: { type: 'count', orderId: freshId(), uses } }));
    const lock = async (...counters: readonly UsageCounter[]) =>
      valueOf(
        await subject().unitOfWork.run(({ locking }) => locking.promotionUsage?.lock(counters) ?? okAsync(undefined)),
      );

    it('are locked as they are, each by itself', async () => {
      await use({ promotionId: 'a', spent: usd(5) }, { promotionId: 'a', buyer: 'ada' }, { promotionId: 'b' });
      expect(await lock({ promotionId: 'b' })).toStrictEqual({ b: { uses: 1, customerUses: 0 } });
      expect(await lock({ promotionId: 'a', buyer: 'ada' }, { promotionId: 'a' })).toStrictEqual({
        a: { uses: 1, customerUses: 1, spent: usd(5) },
      });
      expect(await lock({ promotionId: 'new' }, { promotionId: 'a', buyer: 'bob' })).toStrictEqual({
        a: { uses: 0, customerUses: 0 },
        new: { uses: 0, customerUses: 0 },
      });
      expect(await lock()).toStrictEqual({});
    });

    it('count from where they are once they were locked', async () => {
      await lock({ promotionId: 'a' }, { promotionId: 'a', buyer: 'ada' });
      await use({ promotionId: 'a', spent: usd(7) }, { promotionId: 'a', buyer: 'ada' });
      expect(await lock({ promotionId: 'a' }, { promotionId: 'a', buyer: 'ada' })).toStrictEqual({
        a: { uses: 1, customerUses: 1, spent: usd(7) },
      });
    });
  });
};
