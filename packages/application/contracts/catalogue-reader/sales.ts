import { recordPayment } from '@cartwright/domain';
import { describe, expect, it } from 'vitest';
import { accepted, sampleOrder } from '../sample-order.js';
import { addUser, noon, valueOf } from '../sample-shop.js';
import { addProduct } from '../unit-of-work/catalogue/sample-product.js';
import { sampleReview } from '../unit-of-work/catalogue/review-records.js';
import type { CatalogueVisit } from './visit.js';

export const describeSales = ({ unitOfWork, reader, list }: CatalogueVisit): void => {
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
      const make = (name: string) => addProduct(unitOfWork(), { name });
      const [pot, pan] = [await make('Pot'), await make('Pan')];
      await make('Mug');
      const sell = async ({ variants }: typeof pot, quantity: number) => {
        const order = await sampleOrder(unitOfWork(), { lines: [{ variantId: variants[0]?.id ?? '', quantity }] });
        valueOf(await unitOfWork().commit({ order: { type: 'place', order } }));
        const facts = { provider: 'sandbox', reference: order.id, amount: order.pricing.total, at: noon };
        const { order: bought, events } = accepted(recordPayment(order, facts));
        valueOf(await unitOfWork().commit({ order: { type: 'change', order: bought, version: 1 }, events }));
      };
      const best = async (): Promise<readonly string[]> => {
        valueOf(await unitOfWork().run(({ catalogue }) => catalogue.countSales()));
        return (await list({ sorting: [{ key: 'popularity', direction: 'desc' }] })).data.map(({ name }) => name);
      };
      await sell(pot, 2);
      await sell(pan, 1);
      await sell(pan, 2);
      expect([await best(), await best()]).toEqual([
        ['Pan', 'Pot', 'Mug'],
        ['Pan', 'Pot', 'Mug'],
      ]);
      await sell(pot, 2);
      expect(await best()).toEqual(['Pot', 'Pan', 'Mug']);
      const found = valueOf(await reader().product(pot.id));
      expect(found?.updatedAt).toBe(pot.updatedAt);
    });
  });
};
