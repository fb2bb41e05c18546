import type { PromotionUse, UsageByPromotion, UsageCounter } from '@cartwright/application';
import { errAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { freshId, usd, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

export const describePromotionUsage = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('the usage of promotions', () => {
    const subject = subjectForEachTest(makeSubject);
    const usage = async (buyer?: string): Promise<UsageByPromotion> =>
      valueOf(await subject().unitOfWork.read(({ pricing }) => pricing.current(buyer))).promotionUsage;
    /** Locks what the order uses, answers what it then stood at, and counts. */
    const use = (orderId: string, ...uses: readonly PromotionUse[]) =>
      subject().unitOfWork.run(({ promotionUsage }) =>
        promotionUsage.lock(uses).andThen((before) => promotionUsage.count(orderId, uses).map(() => before)),
      );
    const release = async (orderId: string) =>
      valueOf(await subject().unitOfWork.run(({ promotionUsage }) => promotionUsage.release(orderId)));

    it('is none in a new shop, whoever asks', async () => {
      expect(await usage()).toStrictEqual({});
      expect(await usage('ada')).toStrictEqual({});
    });

    it('counts the orders of everybody, and what they spent of a budget', async () => {
      valueOf(await use(freshId(), { promotionId: 'spring', spent: usd(700) }));
      valueOf(await use(freshId(), { promotionId: 'spring', spent: usd(50) }, { promotionId: 'welcome' }));
      expect(await usage()).toStrictEqual({
        spring: { uses: 2, customerUses: 0, spent: usd(750) },
        welcome: { uses: 1, customerUses: 0 },
      });
    });

    it('counts the orders of each buyer, and tells a buyer of their own alone', async () => {
      for (const buyer of ['ada', 'ada', 'bob']) {
        valueOf(await use(freshId(), { promotionId: 'welcome' }, { promotionId: 'welcome', buyer }));
      }
      valueOf(await use(freshId(), { promotionId: 'theirs', buyer: 'bob' }));
      expect(await usage('ada')).toStrictEqual({ welcome: { uses: 3, customerUses: 2 } });
      expect(await usage('bob')).toStrictEqual({
        welcome: { uses: 3, customerUses: 1 },
        theirs: { uses: 0, customerUses: 1 },
      });
      expect(await usage('eve')).toStrictEqual({ welcome: { uses: 3, customerUses: 0 } });
      expect(await usage()).toStrictEqual({ welcome: { uses: 3, customerUses: 0 } });
    });

    it('is answered to whoever locks it, of the locked counters alone', async () => {
      valueOf(
        await use(
          freshId(),
          { promotionId: 'a', spent: usd(5) },
          { promotionId: 'a', buyer: 'ada' },
          { promotionId: 'b' },
        ),
      );
      const lock = async (...counters: readonly UsageCounter[]) =>
        valueOf(await subject().unitOfWork.run(({ promotionUsage }) => promotionUsage.lock(counters)));
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

    it('gives back exactly what an order has counted, once however often it is asked to', async () => {
      const [first, second] = [freshId(), freshId()];
      const uses = [
        { promotionId: 'spring', spent: usd(300) },
        { promotionId: 'spring', buyer: 'ada' },
      ];
      valueOf(await use(first, ...uses));
      valueOf(await use(second, { promotionId: 'spring', spent: usd(40) }, { promotionId: 'spring', buyer: 'ada' }));
      await release(first);
      await release(first);
      expect(await usage('ada')).toStrictEqual({ spring: { uses: 1, customerUses: 1, spent: usd(40) } });
      await release(second);
      await release(freshId());
      expect(await usage('ada')).toStrictEqual({ spring: { uses: 0, customerUses: 0, spent: usd(0) } });
    });

    it('begins to spend when a promotion that was counted gets a budget', async () => {
      valueOf(await use(freshId(), { promotionId: 'spring' }));
      const orderId = freshId();
      expect(valueOf(await use(orderId, { promotionId: 'spring', spent: usd(9) }))).toStrictEqual({
        spring: { uses: 1, customerUses: 0 },
      });
      expect(await usage()).toStrictEqual({ spring: { uses: 2, customerUses: 0, spent: usd(9) } });
      await release(orderId);
      expect(await usage()).toStrictEqual({ spring: { uses: 1, customerUses: 0, spent: usd(0) } });
    });

    it('takes the names of promotions and buyers as they are', async () => {
      for (const promotionId of ['__proto__', 'toString', 'it\'s 50 % \\ "off" {1,2}', 'Ω']) {
        valueOf(await use(freshId(), { promotionId }, { promotionId, buyer: 'null' }));
        expect(Object.entries(await usage('null'))).toContainEqual([promotionId, { uses: 1, customerUses: 1 }]);
      }
    });

    it('is left as it was by an order that is refused after all', async () => {
      const refused = await subject().unitOfWork.run(({ promotionUsage }) =>
        promotionUsage
          .lock([{ promotionId: 'spring' }])
          .andThen(() => promotionUsage.count(freshId(), [{ promotionId: 'spring' }]))
          .andThen(() => errAsync('refused' as const)),
      );
      expect(refused._unsafeUnwrapErr()).toBe('refused');
      expect(await usage()).toStrictEqual({});
    });

    it('lets no two orders at once past what each has seen', async () => {
      const limit = 5;
      const order = () =>
        subject().unitOfWork.run(({ promotionUsage }) =>
          promotionUsage
            .lock([{ promotionId: 'five' }])
            .andThen(({ five }) =>
              (five?.uses ?? 0) < limit
                ? promotionUsage.count(freshId(), [{ promotionId: 'five' }])
                : errAsync('used up' as const),
            ),
        );
      const answers = await Promise.all(Array.from({ length: 12 }, order));
      expect(answers.filter((answer) => answer.isOk())).toHaveLength(limit);
      expect(await usage()).toStrictEqual({ five: { uses: limit, customerUses: 0 } });
    });
  });
};
