import { describe, expect, it } from 'vitest';
import { listedInUsd, noon, sampleVariant, valueOf } from '../sample-shop.js';
import type { CatalogueVisit } from './visit.js';

export const describeSlugs = ({ reader, add }: CatalogueVisit): void => {
  describe('the slugs of listed products', () => {
    it('come in the order of ids, in parts, without what no list shows', async () => {
      const ids = [
        await add({ slug: 'a' }),
        await add({ slug: 'b' }),
        await add({ slug: 'c' }),
        await add({ slug: 'd' }),
      ];
      await add({ slug: 'draft', status: 'draft' });
      await add({ slug: 'unlisted', status: 'unlisted' });
      await add({ slug: 'archived', status: 'archived' });
      const slugs = async (range: Parameters<ReturnType<typeof reader>['listedSlugs']>[0]) =>
        valueOf(await reader().listedSlugs(range, listedInUsd)).map(({ slug }) => slug);
      const sorted = ids.toSorted();
      const all = sorted.map((id) => 'abcd'[ids.indexOf(id)]);
      expect([
        await slugs({ from: { skip: 0 }, limit: 9 }),
        await slugs({ from: { skip: 1 }, limit: 2 }),
        await slugs({ from: { skip: 9 }, limit: 2 }),
        await slugs({ from: { after: sorted[1] ?? '' }, limit: 1 }),
        await slugs({ from: { after: sorted[3] ?? '' }, limit: 1 }),
      ]).toEqual([all, all.slice(1, 3), [], [all[2]], []]);
      expect(valueOf(await reader().countListed(listedInUsd))).toBe(4);
      const [first] = valueOf(await reader().listedSlugs({ from: { skip: 0 }, limit: 1 }, listedInUsd));
      expect(first).toEqual({ id: sorted[0], slug: all[0], updatedAt: noon });
    });

    it('are those of products that have a price in the currency', async () => {
      await add({ slug: 'mug', variants: [sampleVariant()] });
      const inEuro = { ...listedInUsd, currency: 'EUR' };
      expect([
        valueOf(await reader().countListed(inEuro)),
        valueOf(await reader().listedSlugs({ from: { skip: 0 }, limit: 9 }, inEuro)),
      ]).toEqual([0, []]);
    });
  });
};
