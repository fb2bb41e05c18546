import { describe, expect, it } from 'vitest';
import { afterNoon, freshId, noon, valueOf } from '../sample-shop.js';
import { addProduct } from '../unit-of-work/catalogue/sample-product.js';
import type { CatalogueVisit } from './visit.js';

export const describeChanges = ({ unitOfWork, reader }: CatalogueVisit): void => {
  describe('the next change', () => {
    const nextAfter = async (at: string) => valueOf(await reader().nextChange(at));

    it('is the next start or end of a price list or promotion, or the next publication', async () => {
      expect(await nextAfter(noon)).toBeUndefined();
      const list = { id: freshId(), name: 'Sale', currency: 'USD', priority: 0, prices: [], version: 1 };
      const dates = { createdAt: noon, startsAt: afterNoon(10), endsAt: afterNoon(40) };
      const promotion = (id: string, startsAt: string, endsAt: string) => ({
        promotion: {
          id,
          name: id,
          target: { type: 'order' as const },
          effect: { type: 'percent' as const, rate: 100_000 },
          conditions: { startsAt, endsAt },
        },
      });
      valueOf(
        await unitOfWork().run(({ priceLists, promotions }) =>
          priceLists
            .save({ ...list, ...dates }, noon)
            .andThen(() => promotions.save(promotion('week', afterNoon(20), afterNoon(50))))
            .andThen(() => promotions.save({ ...promotion('old', noon, afterNoon(5)), archivedAt: noon })),
        ),
      );
      await addProduct(unitOfWork(), { publishAt: afterNoon(30) });
      await addProduct(unitOfWork(), { publishAt: afterNoon(15), status: 'draft' });
      const seen = [];
      for (let at: string | undefined = noon; at !== undefined; at = await nextAfter(at)) seen.push(at);
      expect(seen).toEqual([0, 10, 20, 30, 40, 50].map(afterNoon));
    });
  });
};
