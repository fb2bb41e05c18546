import { describe, expect, it } from 'vitest';
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
    it('is what was sold of them, each order counted once', async () => {
      const make = (name: string) => addProduct(unitOfWork(), { name });
      const [mug, pot, pan] = [await make('Mug'), await make('Pot'), await make('Pan')];
      const count = async (id: string, ...units: readonly (readonly [typeof mug, number])[]) => {
        const lines = units.map(([{ variants }, quantity]) => ({ variantId: variants[0]?.id ?? '', quantity }));
        valueOf(await unitOfWork().run(({ catalogue }) => catalogue.countSales({ id, pricing: { lines } }, noon)));
      };
      const best = async (): Promise<readonly string[]> =>
        (await list({ sorting: [{ key: 'popularity', direction: 'desc' }] })).data.map(({ name }) => name);
      await count('order-1', [pot, 2], [pan, 1]);
      await count('order-1', [pot, 2], [pan, 1]);
      await count('order-2', [pan, 2], [pan, 0]);
      await count('order-3', [{ ...mug, variants: [] }, 7]);
      expect(await best()).toEqual(['Pan', 'Pot', 'Mug']);
      await count('order-4', [pot, 1], [pot, 1]);
      expect(await best()).toEqual(['Pot', 'Pan', 'Mug']);
      const found = valueOf(await reader().product(pot.id));
      expect(found?.updatedAt).toBe(pot.updatedAt);
    });
  });
};
