import { compareIds } from '@cartwright/domain';
import { describe, expect, it } from 'vitest';
import { availableOf, freshId, noon, saveVariant, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

export const describeStock = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('stock that editors adjust', () => {
    const subject = subjectForEachTest(makeSubject);
    const available = (id: string) => availableOf(subject().unitOfWork, id);
    const withStock = (stock: number) => saveVariant(subject().unitOfWork, { stock });

    it('is adjusted by hand, up and down to zero and no further', async () => {
      const mug = await withStock(5);
      const adjust = (delta: number) =>
        subject().unitOfWork.run(({ stock }) =>
          stock.adjust([{ variantId: mug, delta }], { reason: 'stocktaking', at: noon }),
        );
      expect(valueOf(await adjust(3))).toEqual([{ variantId: mug, available: 8 }]);
      expect(valueOf(await adjust(-8))).toEqual([{ variantId: mug, available: 0 }]);
      expect((await adjust(-1))._unsafeUnwrapErr()).toEqual({
        type: 'stock.insufficient',
        shortages: [{ variantId: mug, requested: 1, available: 0 }],
      });
      expect(await available(mug)).toBe(0);
    });

    it('is not adjusted for what does not exist, nor for what holds none', async () => {
      const [nothing, file] = [freshId(), await saveVariant(subject().unitOfWork, { digital: true })];
      const adjust = (id: string) =>
        subject().unitOfWork.run(({ stock }) =>
          stock.adjust([{ variantId: id, delta: 1 }], { reason: 'stocktaking', at: noon }),
        );
      expect((await adjust(nothing))._unsafeUnwrapErr()).toEqual({
        type: 'catalogue.variant-not-found',
        variantId: nothing,
      });
      expect((await adjust(file))._unsafeUnwrapErr()).toEqual({ type: 'stock.not-tracked', variantId: file });
      expect((await adjust('none'))._unsafeUnwrapErr()).toEqual({
        type: 'catalogue.variant-not-found',
        variantId: 'none',
      });
    });

    it('is adjusted for many variants as a whole; a refusal lists every shortage and changes nothing', async () => {
      const mugs = [await withStock(5), await withStock(1), await withStock(2)].toSorted();
      const [first = '', second = '', third = ''] = mugs;
      const before = await Promise.all(mugs.map(available));
      const file = await saveVariant(subject().unitOfWork, { digital: true });
      const adjust = (deltas: Readonly<Record<string, number>>) => {
        const items = Object.entries(deltas).map(([variantId, delta]) => ({ variantId, delta }));
        return subject().unitOfWork.run(({ stock }) =>
          stock.adjust(
            items.toSorted((left, right) => compareIds(left.variantId, right.variantId)),
            { reason: 'stocktaking', at: noon },
          ),
        );
      };
      const [had = 0, , hasThird = 0] = before;
      expect((await adjust({ [first]: -had - 1, [second]: 4, [third]: -hasThird - 2 }))._unsafeUnwrapErr()).toEqual({
        type: 'stock.insufficient',
        shortages: [
          { variantId: first, requested: had + 1, available: had },
          { variantId: third, requested: hasThird + 2, available: hasThird },
        ],
      });
      expect((await adjust({ [first]: 1, [file]: 1, [third]: -hasThird - 2 }))._unsafeUnwrapErr()).toEqual({
        type: 'stock.not-tracked',
        variantId: file,
      });
      expect(await Promise.all(mugs.map(available))).toEqual(before);
      const after = before.map((units = 0, index) => units + index - 1);
      const changed = mugs.map((variantId, index) => ({ variantId, available: after[index] }));
      expect(valueOf(await adjust({ [first]: -1, [third]: 1 }))).toEqual([changed[0], changed[2]]);
      expect(await Promise.all(mugs.map(available))).toEqual(after);
    });
  });
};
