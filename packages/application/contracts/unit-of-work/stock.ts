import type { StockDemand } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { availableOf, errorsOf, freshId, noon, saveVariant, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

const sold = { reason: 'order placed', at: noon };

export const describeStock = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('stock', () => {
    const subject = subjectForEachTest(makeSubject);
    const available = (id: string) => availableOf(subject().unitOfWork, id);
    const withStock = (stock: number) => saveVariant(subject().unitOfWork, { stock });
    const reserve = (...demand: readonly StockDemand[]) =>
      subject().unitOfWork.run(({ stock }) => stock.reserve(demand, sold));

    it('is reserved down to the last unit', async () => {
      const [mug, pot] = [await withStock(5), await withStock(2)];
      valueOf(await reserve({ variantId: mug, quantity: 3 }, { variantId: pot, quantity: 2 }));
      expect(await available(mug)).toBe(2);
      expect(await available(pot)).toBe(0);
    });

    it('is reserved for all or for nothing, and the refusal names every shortage', async () => {
      const [mug, pot, jug] = [await withStock(5), await withStock(2), await withStock(0)];
      const refused = await reserve(
        { variantId: jug, quantity: 1 },
        { variantId: mug, quantity: 5 },
        { variantId: pot, quantity: 3 },
      );
      const error = refused._unsafeUnwrapErr();
      expect(error.type).toBe('stock.insufficient');
      const shortages = error.type === 'stock.insufficient' ? error.shortages : [];
      expect(shortages).toHaveLength(2);
      expect(shortages).toContainEqual({ variantId: pot, requested: 3, available: 2 });
      expect(shortages).toContainEqual({ variantId: jug, requested: 1, available: 0 });
      expect(await available(mug)).toBe(5);
      expect(await available(pot)).toBe(2);
    });

    it('stays as it was after a refusal, even when the caller goes on', async () => {
      const [mug, pot] = [await withStock(5), await withStock(0)];
      const answer = await subject().unitOfWork.run(({ stock }) =>
        stock
          .reserve(
            [
              { variantId: mug, quantity: 1 },
              { variantId: pot, quantity: 1 },
            ],
            sold,
          )
          .map(() => 'reserved')
          .orElse(() => okAsync('refused')),
      );
      expect(valueOf(answer)).toBe('refused');
      expect(await available(mug)).toBe(5);
    });

    it('counts every demand of one variant together', async () => {
      const mug = await withStock(5);
      const refused = await reserve({ variantId: mug, quantity: 3 }, { variantId: mug, quantity: 3 });
      expect(refused._unsafeUnwrapErr()).toEqual({
        type: 'stock.insufficient',
        shortages: [{ variantId: mug, requested: 6, available: 5 }],
      });
      valueOf(await reserve({ variantId: mug, quantity: 3 }, { variantId: mug, quantity: 2 }));
      expect(await available(mug)).toBe(0);
    });

    it('of a variant that does not exist is none', async () => {
      const nothing = freshId();
      const refused = await reserve({ variantId: nothing, quantity: 1 });
      expect(refused._unsafeUnwrapErr()).toEqual({
        type: 'stock.insufficient',
        shortages: [{ variantId: nothing, requested: 1, available: 0 }],
      });
    });

    it('needs nothing to be reserved for no demand', async () => {
      expect((await reserve()).isOk()).toBe(true);
    });

    it('comes back when it is released, every demand of one variant together', async () => {
      const [mug, pot] = [await withStock(5), await withStock(5)];
      valueOf(await reserve({ variantId: mug, quantity: 4 }, { variantId: pot, quantity: 5 }));
      const demand = [
        { variantId: pot, quantity: 5 },
        { variantId: mug, quantity: 1 },
        { variantId: mug, quantity: 3 },
      ];
      valueOf(
        await subject().unitOfWork.run(({ stock }) => stock.release(demand, { reason: 'order cancelled', at: noon })),
      );
      expect(await available(mug)).toBe(5);
      expect(await available(pot)).toBe(5);
    });

    it('is never sold twice: of many buyers at once exactly as many succeed as there are units', async () => {
      const mug = await withStock(5);
      const answers = await Promise.all(Array.from({ length: 12 }, () => reserve({ variantId: mug, quantity: 1 })));
      expect(answers.filter((answer) => answer.isOk())).toHaveLength(5);
      const soldOut = { type: 'stock.insufficient', shortages: [{ variantId: mug, requested: 1, available: 0 }] };
      expect(errorsOf(answers)).toEqual(Array.from({ length: 7 }, () => soldOut));
      expect(await available(mug)).toBe(0);
    });

    it('serves buyers of the same variants in opposite orders at once', async () => {
      const ids = [await withStock(20), await withStock(20), await withStock(20), await withStock(20)];
      const demand = ids.map((variantId) => ({ variantId, quantity: 1 }));
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, buyer) => reserve(...(buyer % 2 === 0 ? demand : [...demand].reverse()))),
      );
      expect(answers.map((answer) => answer.isOk())).toEqual(answers.map(() => true));
      for (const id of ids) expect(await available(id)).toBe(10);
    });

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
