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
        subject().unitOfWork.run(({ stock }) => stock.adjust(mug, delta, { reason: 'stocktaking', at: noon }));
      expect(valueOf(await adjust(3))).toEqual({ available: 8 });
      expect(valueOf(await adjust(-8))).toEqual({ available: 0 });
      expect((await adjust(-1))._unsafeUnwrapErr()).toEqual({
        type: 'stock.insufficient',
        shortages: [{ variantId: mug, requested: 1, available: 0 }],
      });
      expect(await available(mug)).toBe(0);
    });

    it('is not adjusted for what does not exist, nor for what holds none', async () => {
      const [nothing, file] = [freshId(), await saveVariant(subject().unitOfWork, { digital: true })];
      const adjust = (id: string) =>
        subject().unitOfWork.run(({ stock }) => stock.adjust(id, 1, { reason: 'stocktaking', at: noon }));
      expect((await adjust(nothing))._unsafeUnwrapErr()).toEqual({
        type: 'catalogue.variant-not-found',
        variantId: nothing,
      });
      expect((await adjust(file))._unsafeUnwrapErr()).toEqual({ type: 'stock.not-tracked', variantId: file });
    });
  });
};
