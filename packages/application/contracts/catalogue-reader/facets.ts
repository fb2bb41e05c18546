import type { FacetName, FacetValue, ProductFacets, ProductFilter } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { ensureCategory, freshId, listedInUsd, usd, valueOf } from '../sample-shop.js';
import { addProduct, managedVariant } from '../unit-of-work/catalogue/sample-product.js';
import type { CatalogueVisit } from './visit.js';

const everyFacet: readonly FacetName[] = ['category', 'brand', 'tag', 'option', 'price'];

export const describeFacets = ({ unitOfWork, reader, names }: CatalogueVisit): void => {
  const facetsOf = async (filter: ProductFilter, asked = everyFacet): Promise<ProductFacets> =>
    valueOf(await reader().facets(filter, asked, listedInUsd));
  const counts = (values: readonly FacetValue[] | undefined) =>
    Object.fromEntries((values ?? []).map(({ name, count }) => [name, count]));
  const variant = (price: number, options: Readonly<Record<string, string>>) =>
    managedVariant({ sku: freshId(), prices: [{ price: usd(price) }], options });
  const addMugs = async (): Promise<void> => {
    const kitchen = await ensureCategory(unitOfWork(), 'Kitchen');
    const mugs = await ensureCategory(unitOfWork(), 'Kitchen', 'Mugs');
    const plain = { translations: {}, description: '' };
    const red = [variant(500, { Color: 'Red', Size: 'S' }), variant(700, { Color: 'Blue', Size: 'S' })];
    await addProduct(unitOfWork(), {
      ...plain,
      name: 'Tin mug',
      brand: 'Ockham',
      tags: ['tin', 'sale'],
      categoryIds: [mugs],
      variants: red,
    });
    await addProduct(unitOfWork(), {
      ...plain,
      name: 'Clay mug',
      brand: 'Mill Lane',
      tags: ['clay'],
      categoryIds: [mugs, kitchen],
      variants: [variant(900, { Color: 'Red' })],
    });
    await addProduct(unitOfWork(), {
      ...plain,
      name: 'Bread bin',
      brand: 'Ockham',
      tags: ['tin'],
      categoryIds: [kitchen],
      variants: [variant(2_000, { Color: 'Green' })],
    });
    await addProduct(unitOfWork(), { ...plain, name: 'Draft', status: 'draft', brand: 'Ockham', categoryIds: [mugs] });
  };

  describe('a filter by option', () => {
    it('lets through what has a variant with the value, in any case, and several options together', async () => {
      await addMugs();
      expect(await names({ options: { Color: ['red'] } })).toEqual(['Clay mug', 'Tin mug']);
      expect(await names({ options: { color: ['RED'], Size: ['S'] } })).toEqual(['Tin mug']);
      for (const options of [{ Color: ['Pink'] }, { Shape: ['Red'] }, { "C'o\\lor": ["r'ed\\"] }, { 'Co\0': ['Red'] }])
        expect(await names({ options })).toEqual([]);
    });

    it('with several values lets through what has any of them', async () => {
      await addMugs();
      expect(await names({ options: { Color: ['Blue', 'green'] } })).toEqual(['Bread bin', 'Tin mug']);
      expect(await names({ options: { Color: ['Red', 'Green'], Size: ['S', 'M'] } })).toEqual(['Tin mug']);
      expect(await names({ brand: ['Ockham', 'Mill Lane', 'None'], tag: ['clay', 'sale'] })).toEqual([
        'Clay mug',
        'Tin mug',
      ]);
      expect(await names({ category: ['mugs', 'kitchen'] })).toEqual(['Bread bin', 'Clay mug', 'Tin mug']);
      expect(await names({ brand: [] })).toEqual([]);
    });

    it('by rating omits unrated products', async () => {
      await addMugs();
      expect(await names({ minRating: 1 })).toEqual([]);
    });
  });

  describe('suggestions', () => {
    const suggested = async (text: string) => {
      const { productIds, categories, brands } = valueOf(await reader().suggest(text, listedInUsd));
      const found = valueOf(
        await reader().products({ ids: productIds }, [], { type: 'page', page: 1, limit: 10 }, listedInUsd),
      ).data;
      return [found.map(({ name }) => name).toSorted(), categories.map(({ name }) => name), brands];
    };

    it('are products, categories and brands whose names begin as the text does', async () => {
      await addMugs();
      expect(await suggested('mu')).toEqual([['Clay mug', 'Tin mug'], ['Mugs'], []]);
      expect(await suggested('MUGS CL')).toEqual([['Clay mug'], [], []]);
      expect(await suggested('Mill La')).toEqual([[], [], ['Mill Lane']]);
      expect(await suggested('ock')).toEqual([[], [], ['Ockham']]);
      expect(await suggested('read')).toEqual([[], [], []]);
    });

    it('are empty for an empty text, and safe for signs', async () => {
      await addMugs();
      for (const text of ['', '  ', "'", '%', '\\', 'a\0', ':*', 'mug '.repeat(3_000)])
        expect((await reader().suggest(text, listedInUsd)).isOk()).toBe(true);
      expect(await suggested("%' ")).toEqual([[], [], []]);
    });
  });

  describe('the facets of a list', () => {
    it('count its products by category and above, brand, tag, option and price', async () => {
      await addMugs();
      const { category, brand, tag, option, price } = await facetsOf({});
      expect(category?.map(({ value, name, count }) => ({ value, name, count }))).toEqual([
        { value: 'kitchen', name: 'Kitchen', count: 3 },
        { value: 'mugs', name: 'Mugs', count: 2 },
      ]);
      expect(brand).toEqual([
        { value: 'Ockham', name: 'Ockham', count: 2 },
        { value: 'Mill Lane', name: 'Mill Lane', count: 1 },
      ]);
      expect(counts(tag)).toEqual({ tin: 2, clay: 1, sale: 1 });
      expect([counts(option?.['Color']), counts(option?.['Size'])]).toEqual([{ Red: 2, Blue: 1, Green: 1 }, { S: 1 }]);
      expect(price).toEqual({ min: 500, max: 2_000 });
    });

    it('count what the filters of the others leave, and all values of their own', async () => {
      await addMugs();
      const byBrand = await facetsOf({ brand: ['Mill Lane'] });
      expect([counts(byBrand.brand), counts(byBrand.tag)]).toEqual([{ Ockham: 2, 'Mill Lane': 1 }, { clay: 1 }]);
      expect([counts(byBrand.category), byBrand.price]).toEqual([
        { Kitchen: 1, Mugs: 1 },
        { min: 900, max: 900 },
      ]);
      const byCategory = await facetsOf({ category: ['mugs'], tag: ['tin'] });
      expect([counts(byCategory.category), counts(byCategory.tag), counts(byCategory.brand)]).toEqual([
        { Kitchen: 2, Mugs: 1 },
        { tin: 1, clay: 1, sale: 1 },
        { Ockham: 1 },
      ]);
      const byOption = await facetsOf({ options: { color: ['green'] } });
      expect([counts(byOption.option?.['Color']), byOption.option?.['Size'], counts(byOption.brand)]).toEqual([
        { Red: 2, Blue: 1, Green: 1 },
        undefined,
        { Ockham: 1 },
      ]);
      const bySeveral = await facetsOf({ brand: ['Ockham', 'Mill Lane'], options: { Color: ['Blue', 'green'] } });
      expect([counts(bySeveral.option?.['Color']), counts(bySeveral.brand), counts(bySeveral.tag)]).toEqual([
        { Red: 2, Blue: 1, Green: 1 },
        { Ockham: 2 },
        { tin: 2, sale: 1 },
      ]);
      const byPrice = await facetsOf({ maxPrice: 900, search: 'mugs' });
      expect([counts(byPrice.brand), byPrice.price]).toEqual([
        { Ockham: 1, 'Mill Lane': 1 },
        { min: 500, max: 900 },
      ]);
    });

    it('hold filters whose facet is not counted for all others', async () => {
      await addMugs();
      const { tag, ...others } = await facetsOf({ brand: ['Mill Lane'], options: { Color: ['Red'] }, maxPrice: 950 }, [
        'tag',
      ]);
      expect([counts(tag), others]).toEqual([{ clay: 1 }, {}]);
    });

    it('of what is searched count what the search finds', async () => {
      await addMugs();
      const { brand, price } = await facetsOf({ search: 'bread' });
      expect([counts(brand), price]).toEqual([{ Ockham: 1 }, { min: 2_000, max: 2_000 }]);
    });

    it('are empty where nothing is listed', async () => {
      expect(await facetsOf({ search: 'nothing' })).toEqual({
        category: [],
        brand: [],
        tag: [],
        option: {},
        price: { min: null, max: null },
      });
      await addMugs();
      expect((await facetsOf({ brand: ['a\0'], tag: ["'"] })).price).toEqual({ min: null, max: null });
    });
  });
};
