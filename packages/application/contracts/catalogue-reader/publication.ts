import type { ListedAt } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { afterNoon, ensureCategory, listedInUsd, valueOf } from '../sample-shop.js';
import { addProduct } from '../unit-of-work/catalogue/sample-product.js';
import { byName, wholeList, type CatalogueVisit } from './visit.js';

/** Everything that a shopper can find `Lantern` by, in the categories `home` and its child `lights`. */
const seenIn = async (reader: ReturnType<CatalogueVisit['reader']>, id: string, listed: ListedAt) => {
  const total = async (filter: Parameters<typeof reader.products>[0]) => {
    const { data, meta } = valueOf(await reader.products(filter, byName, wholeList, listed));
    return [data.length, 'total' in meta && meta.total];
  };
  const filters = [{ ids: [id] }, { search: 'lantern' }, { category: ['home'] }, { brand: ['Unseen'] }, {}];
  const { category, brand, tag, option, price } = valueOf(
    await reader.facets({}, ['category', 'brand', 'tag', 'option', 'price'], listed),
  );
  const [tree] = valueOf(await reader.categories(listed.at));
  const [byProduct, byBrand] = [
    valueOf(await reader.suggest('lant', listed)),
    valueOf(await reader.suggest('un', listed)),
  ];
  return {
    lists: await Promise.all(filters.map(total)),
    facets: [category?.length, brand?.length, tag?.length, Object.keys(option ?? {}).length, price?.min ?? null],
    searched: valueOf(await reader.facets({ search: 'lantern' }, ['brand'], listed)).brand?.length,
    suggested: [byProduct.productIds, byBrand.brands],
    slugs: valueOf(await reader.listedSlugs({ from: { skip: 0 }, limit: 9 }, listed)).map(({ slug }) => slug),
    count: valueOf(await reader.countListed(listed)),
    categories: [tree?.productCount, tree?.children[0]?.productCount],
  };
};

export const describePublication = ({ unitOfWork, reader }: CatalogueVisit): void => {
  describe('a product that is published later', () => {
    it('is shown nowhere before its time, and everywhere from then on', async () => {
      await ensureCategory(unitOfWork(), 'Home');
      const lights = await ensureCategory(unitOfWork(), 'Home', 'Lights');
      const { id } = await addProduct(unitOfWork(), {
        name: 'Lantern',
        slug: 'lantern',
        brand: 'Unseen',
        tags: ['lit'],
        categoryIds: [lights],
        publishAt: afterNoon(30),
      });
      expect(await seenIn(reader(), id, { ...listedInUsd, at: afterNoon(29) })).toEqual({
        lists: [0, 0, 0, 0, 0].map((none) => [none, none]),
        facets: [0, 0, 0, 0, null],
        searched: 0,
        suggested: [[], []],
        slugs: [],
        count: 0,
        categories: [0, 0],
      });
      expect(await seenIn(reader(), id, { ...listedInUsd, at: afterNoon(30) })).toEqual({
        lists: [1, 1, 1, 1, 1].map((one) => [one, one]),
        facets: [2, 1, 1, 1, 1_999],
        searched: 1,
        suggested: [[id], ['Unseen']],
        slugs: ['lantern'],
        count: 1,
        categories: [1, 1],
      });
    });
  });
};
