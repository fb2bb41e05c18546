import type { StoredPromotion } from '@cartwright/application';
import type { Promotion } from '@cartwright/domain';
import { describe, expect, it } from 'vitest';
import { freshId, noon, sampleCart, usd, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

const tenth = (id: string, conditions?: Promotion['conditions']): Promotion => ({
  id,
  name: id,
  target: { type: 'order' },
  effect: { type: 'percent', rate: 100_000 },
  ...(conditions === undefined ? {} : { conditions }),
});

export const describePromotions = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('promotions', () => {
    const subject = subjectForEachTest(makeSubject);
    const save = async (...all: readonly StoredPromotion[]) => {
      for (const stored of all) valueOf(await subject().unitOfWork.run(({ promotions }) => promotions.save(stored)));
    };
    const list = async () => valueOf(await subject().unitOfWork.read(({ promotions }) => promotions.list()));
    const lock = async (id: string) => valueOf(await subject().unitOfWork.run(({ promotions }) => promotions.lock(id)));
    const rules = async () => valueOf(await subject().unitOfWork.read(({ pricing }) => pricing.rules()));

    it('are listed by id, replaced by id, and apply to carts until they are archived', async () => {
      const [a, b, c]: readonly StoredPromotion[] = ['a', 'b', 'c'].map((id) => ({ promotion: tenth(id) }));
      if (a === undefined || b === undefined || c === undefined) throw new Error('there are three');
      const secret = { ...b, visibility: 'secret' } as const;
      await save(c, a, b, secret);
      expect(await list()).toStrictEqual([a, secret, c]);
      expect(await rules()).toMatchObject({
        promotions: [a.promotion, b.promotion, c.promotion],
        promotionVisibility: { b: 'secret' },
      });
      const archived = { ...secret, archivedAt: noon };
      await save(archived);
      expect(await list()).toStrictEqual([a, archived, c]);
      expect([await lock('b'), await lock('none')]).toStrictEqual([archived, undefined]);
      const active = await rules();
      expect(active.promotions).toStrictEqual([a.promotion, c.promotion]);
      expect('promotionVisibility' in active).toBe(false);
    });

    it('have totals of the orders that they were applied to, without cancelled ones', async () => {
      const { commit, read } = subject().unitOfWork;
      const totals = async () => valueOf(await read(({ promotions }) => promotions.totals()));
      expect(await totals()).toStrictEqual({});
      const apply = async (
        orderId: string,
        ...applied: readonly { promotionId: string; amount: ReturnType<typeof usd> }[]
      ) => valueOf(await commit({ promotions: { type: 'count', orderId, uses: [], applied } }));
      const [first, second] = [freshId(), freshId()];
      await apply(first, { promotionId: 'a', amount: usd(300) }, { promotionId: 'b', amount: usd(5) });
      await apply(second, { promotionId: 'a', amount: usd(200) });
      await apply(freshId(), { promotionId: 'a', amount: { amount: 7, currency: 'EUR' } });
      const eur = { amount: 7, currency: 'EUR' };
      expect(await totals()).toStrictEqual({ a: { uses: 3, spent: [eur, usd(500)] }, b: { uses: 1, spent: [usd(5)] } });
      valueOf(await commit({ promotions: { type: 'release', orderId: first } }));
      expect(await totals()).toStrictEqual({ a: { uses: 2, spent: [eur, usd(200)] } });
    });

    it('bring the free ones of their generated codes to carts that hold them, and to queries', async () => {
      const { commit, read, run } = subject().unitOfWork;
      const promotionId = freshId();
      const codes = Array.from({ length: 10_000 }, (_, index) => `tea-${index}`);
      valueOf(await run(({ promotions }) => promotions.addCodes(promotionId, codes)));
      const sample = sampleCart();
      const stored = { ...sample, cart: { ...sample.cart, couponCodes: ['tea-1', 'milk'] } };
      valueOf(await run(({ carts }) => carts.add(stored)));
      const query = { cart: { id: stored.cart.id }, couponCodes: ['tea-7', 'tea-1', 'a\0b'] };
      const codesFor = async (asked: typeof query | object) =>
        valueOf(await read(({ pricing }) => pricing.facts(asked))).promotionUsage[promotionId]?.codes;
      expect(await codesFor(query)).toStrictEqual(['tea-1', 'tea-7']);
      expect(await codesFor({ cart: query.cart })).toStrictEqual(['tea-1']);
      expect(await codesFor({})).toBeUndefined();
      valueOf(await commit({ promotions: { type: 'count', orderId: freshId(), uses: [], codes: ['tea-1'] } }));
      expect(await codesFor(query)).toStrictEqual(['tea-7']);
      const locked = await run(({ locking }) => locking.pricing.facts(query));
      expect(valueOf(locked).promotionUsage[promotionId]?.codes).toStrictEqual(['tea-7']);
    });
  });
};
