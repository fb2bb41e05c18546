import type { StockDemand } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { errorsOf, freshId, saveVariant, valueOf } from '../../sample-shop.js';
import type { MakeUnitOfWorkSubject } from '../subject.js';
import { commitSubject, conflict, reserve, type CommitWay } from './ways.js';

export const describeCommitsOfStock = (makeSubject: MakeUnitOfWorkSubject, way: CommitWay): void => {
  describe('of stock', () => {
    const { available, commit, commitAll, outcomeOf, unitOfWork } = commitSubject(makeSubject, way);
    const withStock = (stock: number) => saveVariant(unitOfWork(), { stock });
    const reserving = (...lines: readonly StockDemand[]) => ({ stock: reserve(...lines) });
    const releasing = (...lines: readonly StockDemand[]) => ({
      stock: { ...reserve(...lines), type: 'release', reason: 'order released' } as const,
    });

    it('reserve it down to the last unit', async () => {
      const [mug, pot] = [await withStock(5), await withStock(2)];
      valueOf(await commit(reserving({ variantId: mug, quantity: 3 }, { variantId: pot, quantity: 2 })));
      expect(await Promise.all([mug, pot].map(available))).toEqual([2, 0]);
    });

    it('reserve all or nothing', async () => {
      const [mug, pot, jug] = [await withStock(5), await withStock(2), await withStock(0)];
      for (const short of [
        { variantId: pot, quantity: 3 },
        { variantId: jug, quantity: 1 },
      ]) {
        expect(await outcomeOf(reserving({ variantId: mug, quantity: 5 }, short))).toEqual(conflict);
        expect(await outcomeOf(reserving(short, { variantId: mug, quantity: 5 }))).toEqual(conflict);
      }
      expect(await Promise.all([mug, pot, jug].map(available))).toEqual([5, 2, 0]);
    });

    it('count every demand of one variant together', async () => {
      const mug = await withStock(5);
      const three = { variantId: mug, quantity: 3 };
      expect(await outcomeOf(reserving(three, three))).toEqual(conflict);
      valueOf(await commit(reserving(three, { variantId: mug, quantity: 2 })));
      expect(await available(mug)).toBe(0);
    });

    it('conflict for a variant that does not exist, and for one whose stock is not counted', async () => {
      const [mug, eBook] = [await withStock(5), await saveVariant(unitOfWork(), { digital: true })];
      for (const variantId of [freshId(), eBook]) {
        const lines = [
          { variantId: mug, quantity: 1 },
          { variantId, quantity: 1 },
        ];
        expect(await outcomeOf(reserving(...lines))).toEqual(conflict);
      }
      expect(await available(mug)).toBe(5);
    });

    it('release it, every quantity of one variant together, passing over what is not counted', async () => {
      const [mug, pot] = [await withStock(5), await withStock(5)];
      const eBook = await saveVariant(unitOfWork(), { digital: true });
      valueOf(await commit(reserving({ variantId: mug, quantity: 4 }, { variantId: pot, quantity: 5 })));
      const lines = [
        { variantId: pot, quantity: 5 },
        { variantId: eBook, quantity: 2 },
        { variantId: mug, quantity: 1 },
        { variantId: freshId(), quantity: 1 },
        { variantId: mug, quantity: 3 },
      ];
      valueOf(await commit(releasing(...lines)));
      expect(await Promise.all([mug, pot, eBook].map(available))).toEqual([5, 5, undefined]);
      valueOf(await commit(releasing({ variantId: eBook, quantity: 2 })));
    });

    it('sell it never twice: of many concurrent buyers exactly as many succeed as there are units', async () => {
      const mug = await withStock(5);
      const results = await commitAll(Array.from({ length: 12 }, () => reserving({ variantId: mug, quantity: 1 })));
      expect(errorsOf(results)).toEqual(Array.from({ length: 7 }, () => conflict));
      expect(await available(mug)).toBe(0);
    });

    it('serve concurrent buyers of the same variants in opposite orders, and releases among them', async () => {
      const ids = [await withStock(20), await withStock(20), await withStock(20), await withStock(20)];
      const demand = ids.map((variantId) => ({ variantId, quantity: 1 }));
      const ordered = (index: number) => (index % 2 === 0 ? demand : demand.toReversed());
      const results = await commitAll([
        ...Array.from({ length: 10 }, (_, index) => reserving(...ordered(index))),
        ...Array.from({ length: 4 }, (_, index) => releasing(...ordered(index))),
      ]);
      expect(errorsOf(results)).toEqual([]);
      expect(await Promise.all(ids.map(available))).toEqual([14, 14, 14, 14]);
    });
  });
};
