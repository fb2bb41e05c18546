import type { Change, LimitedUse } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { errorsOf, freshId, usd, valueOf } from '../../sample-shop.js';
import type { MakeUnitOfWorkSubject } from '../subject.js';
import { commitSubject, complete, conflict, type CommitWay } from './ways.js';

export const describeCommitsOfPromotions = (makeSubject: MakeUnitOfWorkSubject, way: CommitWay): void => {
  describe('of limited promotions', () => {
    const { claim, commit, commitAll, outcomeOf, unitOfWork, usage } = commitSubject(makeSubject, way);
    const counting = (orderId: string, ...uses: readonly LimitedUse[]): Change => ({
      promotions: { type: 'count', orderId, uses },
    });
    const use = (...uses: readonly LimitedUse[]) => counting(freshId(), ...uses);
    const releasing = (orderId: string): Change => ({ promotions: { type: 'release', orderId } });

    it("count everybody's orders, and what they spend of a budget", async () => {
      expect(await usage()).toStrictEqual({});
      valueOf(await commit(use({ promotionId: 'spring', spent: usd(700) })));
      valueOf(await commit(use({ promotionId: 'spring', spent: usd(50) }, { promotionId: 'welcome' })));
      expect(await usage()).toStrictEqual({
        spring: { uses: 2, customerUses: 0, spent: usd(750) },
        welcome: { uses: 1, customerUses: 0 },
      });
    });

    it('count the orders of each buyer, and show a buyer only their own', async () => {
      for (const buyer of ['ada', 'ada', 'bob']) {
        valueOf(await commit(use({ promotionId: 'welcome' }, { promotionId: 'welcome', buyer })));
      }
      valueOf(await commit(use({ promotionId: 'theirs', buyer: 'bob' })));
      expect(await usage('ada')).toStrictEqual({ welcome: { uses: 3, customerUses: 2 } });
      expect(await usage('bob')).toStrictEqual({
        welcome: { uses: 3, customerUses: 1 },
        theirs: { uses: 0, customerUses: 1 },
      });
      expect(await usage('eve')).toStrictEqual({ welcome: { uses: 3, customerUses: 0 } });
      expect(await usage()).toStrictEqual({ welcome: { uses: 3, customerUses: 0 } });
    });

    it('reach a limit exactly, and conflict past it', async () => {
      const once = { promotionId: 'once', maxUses: 1 };
      expect(await outcomeOf(use({ ...once, maxUses: 0 }))).toEqual(conflict);
      expect(await usage()).toStrictEqual({});
      valueOf(await commit(use(once)));
      expect(await outcomeOf(use(once))).toEqual(conflict);
      expect(await usage()).toStrictEqual({ once: { uses: 1, customerUses: 0 } });
      valueOf(await commit(use({ ...once, maxUses: 2 })));
      valueOf(await commit(use({ promotionId: 'once' })));
      expect(await usage()).toStrictEqual({ once: { uses: 3, customerUses: 0 } });
    });

    it('spend a budget exactly, and conflict past it', async () => {
      const spending = (amount: number) => ({ promotionId: 'spring', spent: usd(amount), budget: usd(700) });
      expect(await outcomeOf(use(spending(701)))).toEqual(conflict);
      expect(await usage()).toStrictEqual({});
      valueOf(await commit(use(spending(300))));
      expect(await outcomeOf(use(spending(401)))).toEqual(conflict);
      valueOf(await commit(use(spending(400))));
      expect(await outcomeOf(use(spending(1)))).toEqual(conflict);
      expect(await usage()).toStrictEqual({ spring: { uses: 2, customerUses: 0, spent: usd(700) } });
    });

    it('keep the limit of each buyer apart from those of others, and from that of everybody', async () => {
      const own = (buyer: string) => ({ promotionId: 'mine', buyer, maxUses: 1 });
      const all = { promotionId: 'mine', maxUses: 3 };
      valueOf(await commit(use(all, own('ada'))));
      expect(await outcomeOf(use(all, own('ada')))).toEqual(conflict);
      valueOf(await commit(use(all, own('bob'))));
      valueOf(await commit(use(all, own('eve'))));
      expect(await outcomeOf(use(all, own('zoe')))).toEqual(conflict);
      expect(await usage('zoe')).toStrictEqual({ mine: { uses: 3, customerUses: 0 } });
    });

    it('take a generated code once, also in one batch, and free it with the order that took it', async () => {
      valueOf(await unitOfWork().run(({ promotions }) => promotions.addCodes('tea', ['tea-1', 'tea-2'])));
      const taking = (orderId: string, ...codes: readonly string[]): Change => ({
        promotions: { type: 'count', orderId, uses: [], codes },
      });
      const orders = Array.from({ length: 8 }, freshId);
      const results = await commitAll(orders.map((orderId) => taking(orderId, 'tea-1')));
      expect(errorsOf(results)).toEqual(Array.from({ length: 7 }, () => conflict));
      expect(await outcomeOf(taking(freshId(), 'tea-2', 'tea-1'))).toEqual(conflict);
      expect(await outcomeOf(taking(freshId(), 'none'))).toEqual(conflict);
      for (const orderId of orders) valueOf(await commit(releasing(orderId)));
      expect(await outcomeOf(taking(freshId(), 'tea-2', 'tea-1'))).toBe('committed');
    });

    it('count all uses of an order or none, and then write nothing else', async () => {
      valueOf(await commit(use({ promotionId: 'b' })));
      const request = complete();
      const change = { ...use({ promotionId: 'a', maxUses: 9 }, { promotionId: 'b', maxUses: 1 }), request };
      expect(await outcomeOf(change)).toEqual(conflict);
      expect(await usage()).toStrictEqual({ b: { uses: 1, customerUses: 0 } });
      expect(valueOf(await claim(request.request))).toStrictEqual({ type: 'fresh' });
    });

    it('never pass a limit: of many concurrent orders exactly as many succeed as it allows', async () => {
      const results = await commitAll(Array.from({ length: 12 }, () => use({ promotionId: 'five', maxUses: 5 })));
      expect(errorsOf(results)).toEqual(Array.from({ length: 7 }, () => conflict));
      expect(await usage()).toStrictEqual({ five: { uses: 5, customerUses: 0 } });
    });

    it('never pass the limit of a buyer, nor a budget, with concurrent orders', async () => {
      const spending = { promotionId: 'spring', spent: usd(300), budget: usd(1_000) };
      const own = { promotionId: 'spring', buyer: 'ada', maxUses: 2 };
      const ofAda = await commitAll(Array.from({ length: 5 }, () => use(spending, own)));
      expect(errorsOf(ofAda)).toEqual([conflict, conflict, conflict]);
      expect(await usage('ada')).toStrictEqual({ spring: { uses: 2, customerUses: 2, spent: usd(600) } });
      const ofOthers = await commitAll(Array.from({ length: 5 }, () => use(spending)));
      expect(errorsOf(ofOthers)).toEqual(Array.from({ length: 4 }, () => conflict));
      expect(await usage()).toStrictEqual({ spring: { uses: 3, customerUses: 0, spent: usd(900) } });
    });

    it('serve concurrent orders that name the same promotions in opposite orders', async () => {
      const uses = ['a', 'b', 'c'].map((promotionId) => ({ promotionId, maxUses: 100 }));
      const results = await commitAll(
        Array.from({ length: 12 }, (_, index) => use(...(index % 2 === 0 ? uses : uses.toReversed()))),
      );
      expect(errorsOf(results)).toEqual([]);
      expect(Object.values(await usage()).map(({ uses: count }) => count)).toEqual([12, 12, 12]);
    });

    it('release exactly what an order has counted, once however often it is released', async () => {
      const [first, second] = [freshId(), freshId()];
      const own = { promotionId: 'spring', buyer: 'ada' };
      valueOf(await commit(counting(first, { promotionId: 'spring', spent: usd(300) }, own)));
      valueOf(await commit(counting(second, { promotionId: 'spring', spent: usd(40) }, own)));
      valueOf(await commit(releasing(first)));
      valueOf(await commit(releasing(first)));
      expect(await usage('ada')).toStrictEqual({ spring: { uses: 1, customerUses: 1, spent: usd(40) } });
      valueOf(await commit(releasing(second)));
      valueOf(await commit(releasing(freshId())));
      expect(await usage('ada')).toStrictEqual({ spring: { uses: 0, customerUses: 0, spent: usd(0) } });
    });

    it('release several orders concurrently, and let others use what is free again', async () => {
      const orders = [freshId(), freshId(), freshId()];
      const use1 = { promotionId: 'three', maxUses: 3, spent: usd(5), budget: usd(15) };
      for (const orderId of orders) valueOf(await commit(counting(orderId, use1)));
      expect(await outcomeOf(use(use1))).toEqual(conflict);
      expect(errorsOf(await commitAll(orders.slice(1).map(releasing)))).toEqual([]);
      expect(await usage()).toStrictEqual({ three: { uses: 1, customerUses: 0, spent: usd(5) } });
      expect(errorsOf(await commitAll([use(use1), use(use1), use(use1)]))).toEqual([conflict]);
    });

    it('begin to spend when a promotion that was counted gets a budget', async () => {
      valueOf(await commit(use({ promotionId: 'spring' })));
      const orderId = freshId();
      valueOf(await commit(counting(orderId, { promotionId: 'spring', spent: usd(9), budget: usd(9) })));
      expect(await usage()).toStrictEqual({ spring: { uses: 2, customerUses: 0, spent: usd(9) } });
      valueOf(await commit(releasing(orderId)));
      expect(await usage()).toStrictEqual({ spring: { uses: 1, customerUses: 0, spent: usd(0) } });
    });

    it('take the names of promotions and buyers as they are', async () => {
      for (const promotionId of ['__proto__', 'toString', 'it\'s 50 % \\ "off" {1,2}', 'Ω']) {
        valueOf(await commit(use({ promotionId }, { promotionId, buyer: 'null' })));
        expect(Object.entries(await usage('null'))).toContainEqual([promotionId, { uses: 1, customerUses: 1 }]);
      }
    });
  });
};
