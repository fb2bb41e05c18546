import type { ManagedProduct } from '@cartwright/application';
import { recordPayment } from '@cartwright/domain';
import { describe, expect, it } from 'vitest';
import { accepted, sampleOrder } from '../sample-order.js';
import { addUser, noon, valueOf } from '../sample-shop.js';
import { addProduct } from '../unit-of-work/catalogue/sample-product.js';
import { sampleReview } from '../unit-of-work/catalogue/review-records.js';
import type { CatalogueVisit } from './visit.js';

export const describeSales = ({ unitOfWork, reader, list }: CatalogueVisit): void => {
  const make = (name: string) => addProduct(unitOfWork(), { name });
  /** A paid order. */
  const sell = async (...lines: readonly (readonly [product: ManagedProduct, quantity: number])[]): Promise<void> => {
    const wanted = lines.map(([{ variants }, quantity]) => ({ variantId: variants[0]?.id ?? '', quantity }));
    const order = await sampleOrder(unitOfWork(), { lines: wanted });
    valueOf(await unitOfWork().commit({ order: { type: 'place', order } }));
    const facts = { provider: 'sandbox', reference: order.id, amount: order.pricing.total, at: noon };
    const { order: bought, events } = accepted(recordPayment(order, facts));
    valueOf(await unitOfWork().commit({ order: { type: 'change', order: bought, version: 1 }, events }));
  };
  const count = async () => valueOf(await unitOfWork().run(({ catalogue }) => catalogue.countSales()));

  describe('the ratings of products', () => {
    it('filter and sort lists by approved reviews', async () => {
      const { id: userId } = await addUser(unitOfWork());
      for (const [name, rating, status] of [
        ['Poor', 2, 'approved'],
        ['Good', 5, 'approved'],
        ['Unseen', 5, 'pending'],
      ] as const) {
        const { id: productId } = await addProduct(unitOfWork(), { name });
        const review = sampleReview({ productId, userId, rating, status });
        valueOf(await unitOfWork().run(({ reviews }) => reviews.add(review)));
      }
      const rated = async (minRating?: number): Promise<readonly string[]> => {
        const sorting = [{ key: 'rating', direction: 'desc' }] as const;
        const filter = minRating === undefined ? {} : { minRating };
        return (await list({ filter, sorting })).data.map(({ name }) => name);
      };
      expect([await rated(), await rated(0), await rated(2), await rated(2.5)]).toEqual([
        ['Good', 'Poor', 'Unseen'],
        ['Good', 'Poor'],
        ['Good', 'Poor'],
        ['Good'],
      ]);
    });
  });

  describe('the popularity of products', () => {
    it('is what paid orders have of them, once that is counted', async () => {
      const [pot, pan] = [await make('Pot'), await make('Pan')];
      await make('Mug');
      const best = async (): Promise<readonly string[]> => {
        await count();
        return (await list({ sorting: [{ key: 'popularity', direction: 'desc' }] })).data.map(({ name }) => name);
      };
      await sell([pot, 2]);
      await sell([pan, 1]);
      await sell([pan, 2]);
      expect([await best(), await best()]).toEqual([
        ['Pan', 'Pot', 'Mug'],
        ['Pan', 'Pot', 'Mug'],
      ]);
      await sell([pot, 2]);
      expect(await best()).toEqual(['Pot', 'Pan', 'Mug']);
      const found = valueOf(await reader().product(pot.id));
      expect(found?.updatedAt).toBe(pot.updatedAt);
    });
  });

  describe('what is bought with a product', () => {
    it('is what paid orders have beside it, most often first, once that is counted', async () => {
      const [pot, pan, lid, mug] = [await make('Pot'), await make('Pan'), await make('Lid'), await make('Mug')];
      await sell([pot, 1], [lid, 1], [pan, 1]);
      await sell([pot, 2], [lid, 9]);
      await sell([mug, 1]);
      const beside = async ({ id }: ManagedProduct) => valueOf(await reader().boughtWith(id));
      expect(await beside(pot)).toEqual([]);
      await count();
      expect([await beside(pot), await beside(lid), await beside(mug)]).toEqual([
        [lid.id, pan.id],
        [pot.id, pan.id],
        [],
      ]);
      await sell([pot, 1], [pan, 1]);
      await sell([pot, 1], [pan, 1]);
      await count();
      await count();
      expect(await beside(pot)).toEqual([pan.id, lid.id]);
      expect(valueOf(await reader().boughtWith('no id'))).toEqual([]);
    });

    it('names the twenty most frequent products', async () => {
      const pot = await make('Pot');
      const others = [];
      for (let index = 0; index < 22; index += 1) others.push(await make(`Lid ${index}`));
      const [once, alsoOnce, ...often] = others;
      if (once === undefined || alsoOnce === undefined) throw new Error('there are 22');
      await sell([pot, 1], [once, 1]);
      await sell([pot, 1], ...often.map((lid) => [lid, 1] as const));
      await sell([pot, 1], [alsoOnce, 1], ...often.map((lid) => [lid, 1] as const));
      await count();
      const ids = valueOf(await reader().boughtWith(pot.id));
      expect([...ids].sort()).toEqual(often.map(({ id }) => id).sort());
    });
  });
};
