import { describe, expect, it } from 'vitest';
import { ensureCategory, listedInUsd, sampleVariant, usd, valueOf } from '../sample-shop.js';
import type { CatalogueVisit } from './visit.js';

export const describeFilters = ({ unitOfWork, reader, add, names }: CatalogueVisit): void => {
  describe('a filter', () => {
    it('by category lets through what stands in it or below it, once', async () => {
      const home = await ensureCategory(unitOfWork(), 'Home');
      const mugs = await ensureCategory(unitOfWork(), 'Home', 'Kitchen', 'Mugs');
      const garden = await ensureCategory(unitOfWork(), 'Garden');
      await add({ name: 'Enamel mug', categoryIds: [mugs] });
      await add({ name: 'Lamp', categoryIds: [home, mugs] });
      await add({ name: 'Rake', categoryIds: [garden] });
      await add({ name: 'Unsorted' });
      const slugs = new Map(valueOf(await reader().categories(listedInUsd.at)).map(({ id, slug }) => [id, slug]));
      expect(await names({ category: [slugs.get(home) ?? ''] })).toEqual(['Enamel mug', 'Lamp']);
      expect(await names({ category: [slugs.get(garden) ?? ''] })).toEqual(['Rake']);
      expect(await names({ category: ['no-such-category'] })).toEqual([]);
    });

    it('by price lets through what has a variant within it, bounds included', async () => {
      await add({ name: 'Cheap', variants: [sampleVariant({ price: usd(500) })] });
      await add({ name: 'Fair', variants: [sampleVariant({ price: usd(1_000) })] });
      await add({
        name: 'Wide',
        variants: [sampleVariant({ price: usd(400) }), sampleVariant({ name: 'Gold', price: usd(2_000) })],
      });
      expect(await names({ minPrice: 500, maxPrice: 1_000 })).toEqual(['Cheap', 'Fair']);
      expect(await names({ minPrice: 1_001 })).toEqual(['Wide']);
      expect(await names({ maxPrice: 499 })).toEqual(['Wide']);
      expect(await names({ minPrice: 2_001 })).toEqual([]);
    });

    it('by stock lets through what can be bought now, digital goods always', async () => {
      await add({ name: 'Digital', variants: [sampleVariant({ digital: true })] });
      await add({ name: 'Gone', variants: [sampleVariant({ stock: 0 })] });
      await add({ name: 'Half', variants: [sampleVariant({ stock: 0 }), sampleVariant({ name: 'Gold', stock: 1 })] });
      expect(await names({ inStock: true })).toEqual(['Digital', 'Half']);
    });

    it('joins others: each must hold', async () => {
      await add({ name: 'Enamel mug', variants: [sampleVariant({ price: usd(500), stock: 0 })] });
      await add({ name: 'Enamel jug', variants: [sampleVariant({ price: usd(900), stock: 3 })] });
      await add({ name: 'Steel jug', variants: [sampleVariant({ price: usd(900), stock: 3 })] });
      expect(await names({ search: 'enamel', inStock: true, maxPrice: 900 })).toEqual(['Enamel jug']);
      expect(await names({ search: 'enamel', inStock: true, maxPrice: 899 })).toEqual([]);
    });
  });
};
