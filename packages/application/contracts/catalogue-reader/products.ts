import { describe, expect, it } from 'vitest';
import type { Review } from '@cartwright/application';
import {
  addUser,
  afterNoon,
  ensureCategory,
  freshId,
  noon,
  offered,
  sampleProduct,
  sampleVariant,
  saveProduct,
  usd,
  valueOf,
} from '../sample-shop.js';
import { sampleReview } from '../unit-of-work/catalogue/review-records.js';
import type { CatalogueVisit } from './visit.js';

export const describeProducts = ({ unitOfWork, reader, add, list }: CatalogueVisit): void => {
  describe('a product', () => {
    const find = async (idOrSlug: string) => valueOf(await reader().product(idOrSlug));

    it('has the current average and number of its approved reviews', async () => {
      const { productId } = await saveProduct(unitOfWork(), sampleProduct());
      const ratingNow = async () => (await find(productId))?.rating;
      const review = async (rating: number, status: 'approved' | 'pending'): Promise<Review> => {
        const added = sampleReview({ productId, userId: (await addUser(unitOfWork())).id, rating, status });
        valueOf(await unitOfWork().run(({ reviews }) => reviews.add(added)));
        return added;
      };
      const [first] = [await review(5, 'approved'), await review(4, 'approved'), await review(4, 'approved')];
      const waits = await review(1, 'pending');
      expect(await ratingNow()).toEqual({ average: 4.33, count: 3 });
      valueOf(await unitOfWork().run(({ reviews }) => reviews.save({ ...waits, status: 'approved' })));
      expect(await ratingNow()).toEqual({ average: 3.5, count: 4 });
      valueOf(await unitOfWork().run(({ reviews }) => reviews.remove(first.id)));
      expect(await ratingNow()).toEqual({ average: 3, count: 3 });
    });

    it('is found by id and by slug as it was saved, and looks alike in the list', async () => {
      const kitchen = await ensureCategory(unitOfWork(), 'Home', 'Kitchen');
      const red = sampleVariant({ name: 'Red', price: usd(1_250), stock: 7 });
      const file = sampleVariant({ name: 'Pattern', price: usd(0), digital: true });
      const draft = sampleProduct({
        name: 'Mug “Zoë” 🐎',
        description: '<b>Holds</b> tea & more.\nTwo lines.',
        categoryIds: [kitchen],
        images: [
          { url: 'https://shop.example/b.png', alt: 'b' },
          { url: 'https://shop.example/a.png', alt: '' },
        ],
        variants: [red, file],
      });
      const saved = await saveProduct(unitOfWork(), draft);
      await saveProduct(unitOfWork(), draft, afterNoon(60));

      const found = await find(saved.productId);
      expect(found).toStrictEqual({
        id: saved.productId,
        slug: draft.slug,
        name: draft.name,
        description: draft.description,
        tags: [],
        options: [],
        seo: {},
        metadata: {},
        translations: {},
        taxIncluded: false,
        variants: expect.any(Array),
        categories: [{ id: kitchen, slug: found?.categories[0]?.slug, name: 'Kitchen', path: ['Home', 'Kitchen'] }],
        images: draft.images.map((image) => ({ ...image, id: expect.any(String) })),
        rating: { average: null, count: 0 },
        createdAt: noon,
        updatedAt: afterNoon(60),
      });
      expect(found?.variants).toHaveLength(2);
      expect(found?.variants).toEqual(
        expect.arrayContaining([
          {
            id: saved.variants[0]?.variantId,
            sku: red.sku,
            name: 'Red',
            offers: offered(1_250),
            options: {},
            available: 7,
            backorder: false,
            digital: false,
          },
          {
            id: saved.variants[1]?.variantId,
            sku: file.sku,
            name: 'Pattern',
            offers: offered(0),
            options: {},
            backorder: false,
            digital: true,
          },
        ]),
      );
      expect(await find(draft.slug)).toStrictEqual(found);
      expect((await list()).data).toStrictEqual([found]);
    });

    it('is found by its id, even if that is the slug of another one', async () => {
      const { productId } = await saveProduct(unitOfWork(), sampleProduct());
      const other = await saveProduct(unitOfWork(), sampleProduct({ slug: productId }));
      expect([(await find(productId))?.id, (await find(other.productId))?.slug]).toEqual([productId, productId]);
    });

    it('comes with the number of units that are left', async () => {
      const id = await add({ variants: [sampleVariant({ stock: 3 })] });
      expect((await find(id))?.variants[0]?.available).toBe(3);
    });

    it('is not shown while it is a draft, nor once it is archived', async () => {
      for (const status of ['draft', 'archived'] as const) {
        const slug = `hidden-${status}`;
        const id = await add({ slug, status });
        expect(await find(id)).toBeUndefined();
        expect(await find(slug)).toBeUndefined();
      }
      expect(await list()).toMatchObject({ data: [], meta: { total: 0 } });
    });

    it('is absent under an id or a slug that no product has', async () => {
      await add({ slug: 'mug' });
      for (const unknown of [freshId(), 'mugs', 'mu', '', "'; drop table products; --", '%']) {
        expect(await find(unknown)).toBeUndefined();
      }
    });
  });
};
