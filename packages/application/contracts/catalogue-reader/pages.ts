import type { Page, ProductSortKey, OfferedProduct, Sorting } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { forgedCursor } from '../forged-cursor.js';
import { listedInUsd, afterNoon, sampleVariant, usd } from '../sample-shop.js';
import { byName, type CatalogueVisit } from './visit.js';

export const describePages = ({ reader, add, list }: CatalogueVisit): void => {
  describe('a list of products', () => {
    const addPriced = (name: string, price: number, seconds: number) =>
      add({ name, variants: [sampleVariant({ price: usd(price) })] }, afterNoon(seconds));
    const namesOf = ({ data }: Page<OfferedProduct>): readonly string[] => data.map(({ name }) => name);
    const cursorOf = ({ meta }: Page<OfferedProduct>): string | null => ('nextCursor' in meta ? meta.nextCursor : null);
    /** All pages from the first on, `limit` products each. */
    const walk = async (sorting: Sorting<ProductSortKey>, limit: number): Promise<readonly (readonly string[])[]> => {
      const pages: (readonly string[])[] = [];
      let cursor: string | null = null;
      do {
        const page: Page<OfferedProduct> = await list({
          sorting,
          page: { type: 'cursor', limit, ...(cursor === null ? {} : { cursor }) },
        });
        pages.push(namesOf(page));
        cursor = cursorOf(page);
      } while (cursor !== null);
      return pages;
    };

    it('is sorted by price, by name and by age, either way', async () => {
      await addPriced('Bowl', 900, 3);
      await addPriced('Apron', 10_000, 2);
      await addPriced('Cup', 1_000, 1);
      const sorted = async (key: ProductSortKey, direction: 'asc' | 'desc') =>
        namesOf(await list({ sorting: [{ key, direction }] }));
      expect(await sorted('price', 'asc')).toEqual(['Bowl', 'Cup', 'Apron']);
      expect(await sorted('price', 'desc')).toEqual(['Apron', 'Cup', 'Bowl']);
      expect(await sorted('name', 'asc')).toEqual(['Apron', 'Bowl', 'Cup']);
      expect(await sorted('name', 'desc')).toEqual(['Cup', 'Bowl', 'Apron']);
      expect(await sorted('createdAt', 'asc')).toEqual(['Cup', 'Apron', 'Bowl']);
      expect(await sorted('createdAt', 'desc')).toEqual(['Bowl', 'Apron', 'Cup']);
    });

    it('is sorted by the price of its cheapest variant', async () => {
      await add({
        name: 'Wide',
        variants: [sampleVariant({ price: usd(2_000) }), sampleVariant({ name: 'Gold', price: usd(400) })],
      });
      await addPriced('Fair', 500, 1);
      expect(namesOf(await list({ sorting: [{ key: 'price', direction: 'asc' }] }))).toEqual(['Wide', 'Fair']);
    });

    it('comes in pages with a total', async () => {
      for (const name of ['A', 'B', 'C', 'D', 'E']) await addPriced(name, 100, 0);
      const page = (number: number) => list({ page: { type: 'page', page: number, limit: 2 } });
      expect(namesOf(await page(1))).toEqual(['A', 'B']);
      expect(namesOf(await page(3))).toEqual(['E']);
      expect((await page(3)).meta).toEqual({ page: 3, limit: 2, total: 5, totalPages: 3 });
      expect(await page(4)).toEqual({ data: [], meta: { page: 4, limit: 2, total: 5, totalPages: 3 } });
    });

    it('shows each product once, even with equal sort keys', async () => {
      for (const name of ['A', 'B', 'C', 'D', 'E']) await addPriced(name, 100, 0);
      const sorting = [{ key: 'price', direction: 'desc' }] as const;
      const pages = [1, 2, 3].map((page) => list({ sorting, page: { type: 'page', page, limit: 2 } }));
      expect((await Promise.all(pages)).flatMap(namesOf).sort()).toEqual(['A', 'B', 'C', 'D', 'E']);
      expect((await walk(sorting, 2)).flat().sort()).toEqual(['A', 'B', 'C', 'D', 'E']);
      expect((await walk([], 2)).flat().sort()).toEqual(['A', 'B', 'C', 'D', 'E']);
    });

    it('continues from a cursor by every key and direction', async () => {
      for (const [name, price] of [
        ['A', 200],
        ['B', 100],
        ['C', 200],
        ['D', 100],
        ['E', 1_000],
      ] as const)
        await addPriced(name, price, price);
      expect(
        await walk(
          [
            { key: 'price', direction: 'asc' },
            { key: 'name', direction: 'desc' },
          ],
          2,
        ),
      ).toEqual([['D', 'B'], ['C', 'A'], ['E']]);
      expect(
        await walk(
          [
            { key: 'price', direction: 'desc' },
            { key: 'name', direction: 'asc' },
          ],
          2,
        ),
      ).toEqual([['E', 'A'], ['C', 'B'], ['D']]);
      expect(
        await walk(
          [
            { key: 'createdAt', direction: 'desc' },
            { key: 'name', direction: 'asc' },
          ],
          3,
        ),
      ).toEqual([
        ['E', 'A', 'C'],
        ['B', 'D'],
      ]);
    });

    it('ends with its last full page', async () => {
      for (const name of ['A', 'B', 'C', 'D']) await addPriced(name, 100, 0);
      expect(await walk(byName, 2)).toEqual([
        ['A', 'B'],
        ['C', 'D'],
      ]);
    });

    it('is not shifted under a cursor by products that come meanwhile', async () => {
      for (const name of ['B', 'D', 'F']) await addPriced(name, 100, 0);
      const first = await list({ page: { type: 'cursor', limit: 2 } });
      for (const name of ['A', 'C', 'E']) await addPriced(name, 100, 0);
      const second = await list({ page: { type: 'cursor', limit: 2, cursor: cursorOf(first) ?? '' } });
      expect(namesOf(first)).toEqual(['B', 'D']);
      expect(namesOf(second)).toEqual(['E', 'F']);
    });

    it('refuses a cursor that it has not made for this sorting', async () => {
      for (const name of ['A', 'B']) await addPriced(name, 100, 0);
      const cursor = cursorOf(await list({ page: { type: 'cursor', limit: 1 } })) ?? '';
      for (const [text, sorting] of [
        ['', byName],
        ['not a cursor', byName],
        [Buffer.from('[]').toString('base64url'), byName],
        [Buffer.from('{"a":1}').toString('base64url'), byName],
        [cursor.slice(0, -4), byName],
        [cursor, [{ key: 'price', direction: 'asc' }]],
        [cursor, [{ key: 'createdAt', direction: 'asc' }]],
        ...['2026-02-31T00:00:00.000Z', '0000-01-01T00:00:00.000Z', '2026-11-21', 'yesterday'].map(
          (instant) => [forgedCursor('createdAt', instant), [{ key: 'createdAt', direction: 'asc' } as const]] as const,
        ),
      ] as const) {
        const refused = await reader().products({}, sorting, { type: 'cursor', cursor: text, limit: 1 }, listedInUsd);
        expect(refused._unsafeUnwrapErr()).toEqual({ type: 'list.cursor-malformed' });
      }
    });
  });
};
