import type { PageRequest, StockLedger, StockReader, UnitOfWork } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { sampleOrder } from '../sample-order.js';
import {
  afterNoon,
  freshId,
  noon,
  sampleProduct,
  sampleVariant,
  saveProduct,
  saveVariant,
  valueOf,
} from '../sample-shop.js';
import { subjectForEachTest } from '../unit-of-work/subject.js';
import { describeStockLedger } from './stock-ledger.js';

export type StockReaderSubject = {
  /** Of the same, empty storage as the reader. */
  readonly unitOfWork: UnitOfWork;
  readonly reader: StockReader;
  readonly dispose: () => Promise<void>;
};

const firstPage: PageRequest = { type: 'page', page: 1, limit: 10 };

/** What every `StockReader` promises, and the ledger that every change of stock leaves. */
export const describeStockReaderContract = (name: string, makeSubject: () => Promise<StockReaderSubject>): void => {
  describe(`${name} as a stock reader`, () => {
    const subject = subjectForEachTest(makeSubject);
    const ledgerOf = async (variantId: string, page: PageRequest = firstPage): Promise<StockLedger | undefined> =>
      valueOf(await subject().reader.ledger(variantId, page));
    const movementsOf = async (variantId: string) => (await ledgerOf(variantId))?.movements.data ?? [];
    const quantitiesOf = async (variantId: string) =>
      (await movementsOf(variantId)).map(({ type, quantity }) => `${type} ${quantity}`);
    const adjust = async (variantId: string, delta: number, seconds: number): Promise<void> => {
      const cause = { reason: `stocktaking ${seconds}`, actor: 'an editor', at: afterNoon(seconds) };
      valueOf(await subject().unitOfWork.run(({ stock }) => stock.adjust([{ variantId, delta }], cause)));
    };

    it('lists every movement of a variant, newest first, and what is left', async () => {
      const { unitOfWork } = subject();
      const variantId = await saveVariant(unitOfWork, { stock: 10 });
      const other = await saveVariant(unitOfWork, { stock: 10 });
      const order = await sampleOrder(unitOfWork, { lines: [{ variantId, quantity: 4 }] });
      const demand = [{ variantId, quantity: 4 }];
      const sold = { reason: 'order placed', orderId: order.id, at: afterNoon(1) };
      const stock = { type: 'reserve', lines: demand, ...sold } as const;
      valueOf(await unitOfWork.commit({ order: { type: 'place', order }, stock }));
      const back = { reason: 'order cancelled', orderId: order.id, at: afterNoon(2) };
      valueOf(await unitOfWork.commit({ stock: { type: 'release', lines: demand, ...back } }));
      await adjust(variantId, -3, 3);
      await adjust(other, 1, 4);

      const ledger = await ledgerOf(variantId);
      expect(ledger).toMatchObject({
        variantId,
        level: { available: 7, reserved: 0 },
        movements: { meta: { page: 1, limit: 10, total: 4, totalPages: 1 } },
      });
      const [adjusted, released, reserved, stocked] = ledger?.movements.data ?? [];
      expect(adjusted).toStrictEqual({
        id: adjusted?.id,
        type: 'adjusted',
        quantity: -3,
        reason: 'stocktaking 3',
        actor: 'an editor',
        at: afterNoon(3),
      });
      expect(released).toStrictEqual({ id: released?.id, type: 'released', quantity: 4, ...back });
      expect(reserved).toStrictEqual({
        id: reserved?.id,
        type: 'reserved',
        quantity: 4,
        reason: 'order placed',
        orderId: order.id,
        at: afterNoon(1),
      });
      expect(stocked).toMatchObject({ type: 'received', quantity: 10, at: noon });
      expect(stocked?.reason).not.toBe('');
      expect(new Set((ledger?.movements.data ?? []).map(({ id }) => id)).size).toBe(4);
    });

    it('shows one movement for a variant that one order demands twice', async () => {
      const { unitOfWork } = subject();
      const variantId = await saveVariant(unitOfWork, { stock: 10 });
      const demand = [
        { variantId, quantity: 1 },
        { variantId, quantity: 2 },
      ];
      const cause = { reason: 'order placed', orderId: freshId(), at: afterNoon(1) };
      valueOf(await unitOfWork.commit({ stock: { type: 'reserve', lines: demand, ...cause } }));
      expect(await quantitiesOf(variantId)).toEqual(['reserved 3', 'received 10']);
      valueOf(await unitOfWork.commit({ stock: { type: 'release', lines: demand, ...cause, at: afterNoon(2) } }));
      expect(await quantitiesOf(variantId)).toEqual(['released 3', 'reserved 3', 'received 10']);
    });

    it('shows a movement for each of several concurrent orders', async () => {
      const { unitOfWork } = subject();
      const variantId = await saveVariant(unitOfWork, { stock: 10 });
      const orderIds = Array.from({ length: 4 }, () => freshId());
      const results = await Promise.all(
        orderIds.map((orderId) =>
          unitOfWork.commit({
            stock: {
              type: 'reserve',
              lines: [{ variantId, quantity: 2 }],
              reason: 'order placed',
              orderId,
              at: afterNoon(1),
            },
          }),
        ),
      );
      results.forEach(valueOf);
      const movements = (await movementsOf(variantId)).slice(0, 4);
      expect(new Set(movements.map(({ orderId }) => orderId))).toEqual(new Set(orderIds));
      expect(movements.map(({ type, quantity }) => [type, quantity])).toEqual(orderIds.map(() => ['reserved', 2]));
    });

    it('shows nothing of a release of what is not counted', async () => {
      const { unitOfWork } = subject();
      const [mug, eBook] = [
        await saveVariant(unitOfWork, { stock: 1 }),
        await saveVariant(unitOfWork, { digital: true }),
      ];
      const lines = [mug, eBook].map((variantId) => ({ variantId, quantity: 1 }));
      const cause = { reason: 'order released', orderId: freshId(), at: afterNoon(1) };
      valueOf(await unitOfWork.commit({ stock: { type: 'release', lines, ...cause } }));
      expect(await quantitiesOf(mug)).toEqual(['released 1', 'received 1']);
      expect(await movementsOf(eBook)).toEqual([]);
    });

    it('shows nothing of what was refused', async () => {
      const { unitOfWork } = subject();
      const [enough, short] = [
        await saveVariant(unitOfWork, { stock: 5 }),
        await saveVariant(unitOfWork, { stock: 1 }),
      ];
      const demand = [
        { variantId: enough, quantity: 1 },
        { variantId: short, quantity: 2 },
      ];
      const cause = { reason: 'order placed', orderId: freshId(), at: afterNoon(1) };
      const refused = await unitOfWork.commit({ stock: { type: 'reserve', lines: demand, ...cause } });
      expect(refused.isErr()).toBe(true);
      expect(await movementsOf(enough)).toHaveLength(1);
      expect(await movementsOf(short)).toHaveLength(1);
    });

    it('shows the difference when a product is saved with another figure, and nothing when it is the same', async () => {
      const { unitOfWork } = subject();
      const variant = sampleVariant({ stock: 5 });
      const draft = sampleProduct({ variants: [variant] });
      const variantId = (await saveProduct(unitOfWork, draft)).variants[0]?.variantId ?? '';
      await saveProduct(unitOfWork, draft, afterNoon(1));
      await saveProduct(unitOfWork, { ...draft, variants: [{ ...variant, stock: 2 }] }, afterNoon(2));
      expect((await movementsOf(variantId)).map(({ type, quantity, at }) => [type, quantity, at])).toEqual([
        ['adjusted', -3, afterNoon(2)],
        ['received', 5, noon],
      ]);
      expect((await ledgerOf(variantId))?.level).toEqual({ available: 2, reserved: 0 });
    });

    it('sums, for each variant, to what is left', async () => {
      const variantId = await saveVariant(subject().unitOfWork, { stock: 5 });
      for (const [index, delta] of [3, -8, 4, -1].entries()) await adjust(variantId, delta, index + 1);
      const ledger = await ledgerOf(variantId);
      expect((ledger?.movements.data ?? []).reduce((sum, { quantity }) => sum + quantity, 0)).toBe(3);
      expect(ledger?.level).toEqual({ available: 3, reserved: 0 });
    });

    it('shows digital goods without a count', async () => {
      const variantId = await saveVariant(subject().unitOfWork, { digital: true });
      const ledger = await ledgerOf(variantId);
      expect(ledger).toMatchObject({ variantId, movements: { data: [] } });
      expect(ledger).not.toHaveProperty('level');
    });

    it('returns nothing for a variant that does not exist', async () => {
      expect(await ledgerOf(freshId())).toBeUndefined();
    });

    it('comes in pages, and in pages from a cursor that newer movements do not shift', async () => {
      const variantId = await saveVariant(subject().unitOfWork, { stock: 1 });
      for (const seconds of [1, 2, 3, 4]) await adjust(variantId, seconds, seconds);
      expect((await ledgerOf(variantId, { type: 'page', page: 2, limit: 2 }))?.movements).toMatchObject({
        data: [{ quantity: 2 }, { quantity: 1 }],
        meta: { page: 2, limit: 2, total: 5, totalPages: 3 },
      });
      const first = (await ledgerOf(variantId, { type: 'cursor', limit: 3 }))?.movements;
      expect(first?.data.map(({ quantity }) => quantity)).toEqual([4, 3, 2]);
      const cursor = first !== undefined && 'nextCursor' in first.meta ? (first.meta.nextCursor ?? '') : '';
      await adjust(variantId, 5, 5);
      expect((await ledgerOf(variantId, { type: 'cursor', cursor, limit: 3 }))?.movements).toMatchObject({
        data: [{ quantity: 1 }, { quantity: 1 }],
        meta: { limit: 3, nextCursor: null },
      });
    });

    describeStockLedger(subject);

    it('refuses a cursor that it has not made', async () => {
      const variantId = await saveVariant(subject().unitOfWork, { stock: 1 });
      const refused = await subject().reader.ledger(variantId, { type: 'cursor', cursor: 'not a cursor', limit: 3 });
      expect(refused._unsafeUnwrapErr()).toEqual({ type: 'list.cursor-malformed' });
    });
  });
};
