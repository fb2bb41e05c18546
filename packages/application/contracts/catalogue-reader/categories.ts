import type { CategoryView } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { ensureCategory } from '../sample-shop.js';
import type { CatalogueVisit } from './visit.js';

/** A tree's names and counts alone, siblings sorted. */
type Outline = readonly [name: string, productCount: number, children: readonly Outline[]];
const outlineOf = (categories: readonly CategoryView[]): readonly Outline[] =>
  categories
    .map(({ name, productCount, children }): Outline => [name, productCount, outlineOf(children)])
    .sort(([left], [right]) => (left < right ? -1 : 1));

export const describeCategories = ({ unitOfWork, add, tree }: CatalogueVisit): void => {
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

    it('are none in a new shop', async () => {
      expect(await tree()).toEqual([]);
    });
  });
};
