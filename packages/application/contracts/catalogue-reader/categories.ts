import type { CategoryView, ManagedCategory, ProductFilter } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { ensureCategory, listedInUsd, valueOf } from '../sample-shop.js';
import type { CatalogueVisit } from './visit.js';

/** A tree's names and counts alone, siblings sorted. */
type Outline = readonly [name: string, productCount: number, children: readonly Outline[]];
const outlineOf = (categories: readonly CategoryView[]): readonly Outline[] =>
  categories
    .map(({ name, productCount, children }): Outline => [name, productCount, outlineOf(children)])
    .sort(([left], [right]) => (left < right ? -1 : 1));

export const describeCategories = ({ unitOfWork, reader, add, list, names, tree }: CatalogueVisit): void => {
  describe('the categories', () => {
    it('are a tree, each with how many active products stand in it and below it', async () => {
      const home = await ensureCategory(unitOfWork(), 'Home');
      const mugs = await ensureCategory(unitOfWork(), 'Home', 'Kitchen', 'Mugs');
      await ensureCategory(unitOfWork(), 'Garden');
      await add({ categoryIds: [home, mugs] });
      await add({ categoryIds: [mugs] });
      await add({ categoryIds: [mugs], status: 'archived' });
      await add({});
      expect(outlineOf(await tree())).toEqual([
        ['Garden', 0, []],
        ['Home', 2, [['Kitchen', 2, [['Mugs', 2, []]]]]],
      ]);
    });

    it('have a unique slug that an address can contain, also when their names are alike or not Latin', async () => {
      for (const path of [
        ['Sale'],
        ['Home', 'Sale'],
        ['Home Sale'],
        ['茶'],
        ['茶', '茶'],
        ['चाय'],
        ['!!!'],
        ['Café & Tea'],
      ])
        await ensureCategory(unitOfWork(), ...path);
      const slugs = (categories: readonly CategoryView[]): readonly string[] =>
        categories.flatMap(({ slug, children }) => [slug, ...slugs(children)]);
      const all = slugs(await tree());
      expect(new Set(all).size).toBe(9);
      for (const slug of all) expect(slug).toMatch(/^[\p{L}\p{M}\p{N}]+(-[\p{L}\p{M}\p{N}]+)*$/u);
      expect(all).toEqual(expect.arrayContaining(['sale', 'home-sale', 'cafe-and-tea', '茶', '茶-茶', 'चाय']));
    });

    it('take their products, facets and searches along when a subtree moves, and when an ancestor is renamed', async () => {
      const [home, garden] = [await ensureCategory(unitOfWork(), 'Home'), await ensureCategory(unitOfWork(), 'Garden')];
      const tools = await ensureCategory(unitOfWork(), 'Home', 'Tools');
      const rakes = await ensureCategory(unitOfWork(), 'Home', 'Tools', 'Rakes');
      await add({ name: 'Leaf rake', categoryIds: [rakes], description: '' });
      await add({ name: 'Toolbox', categoryIds: [tools], description: '' });
      await add({ name: 'Vase', categoryIds: [home], description: '' });
      const change = async (id: string, changed: Partial<ManagedCategory>) =>
        valueOf(
          await unitOfWork().run(({ categories }) =>
            categories.find(id).andThen((category) => {
              if (category === undefined) throw new Error('the category exists');
              return categories.save({ ...category, ...changed, version: category.version + 1 });
            }),
          ),
        );
      const counts = async (filter: ProductFilter) => {
        const { category = [] } = valueOf(await reader().facets(filter, ['category'], listedInUsd));
        return Object.fromEntries(category.map(({ value, count }) => [value, count]));
      };
      expect(await names({ category: ['home'] })).toEqual(['Leaf rake', 'Toolbox', 'Vase']);
      expect(await names({ search: 'home' })).toEqual(['Leaf rake', 'Toolbox', 'Vase']);
      expect(await names({ search: 'garden' })).toEqual([]);

      await change(tools, { parentId: garden });
      expect(await names({ category: ['home'] })).toEqual(['Vase']);
      expect(await names({ category: ['garden'] })).toEqual(['Leaf rake', 'Toolbox']);
      expect(await names({ category: ['tools'], search: 'rake' })).toEqual(['Leaf rake']);
      expect(await names({ search: 'home' })).toEqual(['Vase']);
      expect(await names({ search: 'garden' })).toEqual(['Leaf rake', 'Toolbox']);
      expect(await names({ search: 'garden rakes' })).toEqual(['Leaf rake']);
      expect(await counts({})).toEqual({ home: 1, garden: 2, tools: 2, rakes: 1 });
      expect(await counts({ search: 'leaf' })).toEqual({ garden: 1, tools: 1, rakes: 1 });
      expect(outlineOf(await tree())).toEqual([
        ['Garden', 2, [['Tools', 2, [['Rakes', 1, []]]]]],
        ['Home', 1, []],
      ]);
      const { data } = await list({ filter: { category: ['rakes'] } });
      expect(data[0]?.categories.map(({ path }) => path)).toEqual([['Garden', 'Tools', 'Rakes']]);

      await change(garden, { name: 'Outdoors' });
      expect([await names({ search: 'garden' }), await names({ search: 'outdoors' })]).toEqual([
        [],
        ['Leaf rake', 'Toolbox'],
      ]);
    });

    it('are none in a new shop', async () => {
      expect(await tree()).toEqual([]);
    });
  });
};
