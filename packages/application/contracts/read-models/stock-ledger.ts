import { orderWrites, type StockLevel, type StockReader, type UnitOfWork } from '@cartwright/application';
import {
  cancelOrder,
  cancelUnits,
  openUnits,
  returnUnits,
  shipOrder,
  type Decision,
  type Order,
  type OrderChange,
  type VariantId,
} from '@cartwright/domain';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paid, sampleOrder } from '../sample-order.js';
import { afterNoon, freshId, noon, saveVariant, valueOf } from '../sample-shop.js';
import { managedVariant, addProduct } from '../unit-of-work/catalogue/sample-product.js';

type Subject = () => { readonly unitOfWork: UnitOfWork; readonly reader: StockReader };

/** What an order does to the stock and to the ledger, from the domain's command to the stored numbers. */
export const describeStockLedger = (subject: Subject): void => {
  const levelOf = async (variantId: VariantId): Promise<StockLevel | undefined> =>
    valueOf(await subject().reader.ledger(variantId, { type: 'page', page: 1, limit: 1 }))?.level;
  const movementsOf = async (variantId: VariantId): Promise<readonly string[]> =>
    (valueOf(await subject().reader.ledger(variantId, { type: 'page', page: 1, limit: 100 }))?.movements.data ?? [])
      .map(({ type, quantity }) => `${type} ${quantity}`)
      .toSorted();
  const differences = async () => valueOf(await subject().reader.compare(1_000)).differences;

  const placeOrder = async (variantId: VariantId, quantity: number, isCounted = true): Promise<Order> => {
    const { unitOfWork } = subject();
    const lines = [{ variantId, quantity }];
    const order = paid(await sampleOrder(unitOfWork, { lines }));
    const stock = { type: 'reserve', lines, reason: 'order placed', orderId: order.id, at: noon } as const;
    valueOf(await unitOfWork.commit({ order: { type: 'place', order }, ...(isCounted ? { stock } : {}) }));
    return order;
  };
  /** Gives a command on an order. Returns whether it was accepted. */
  const change = async (id: string, command: (order: Order) => Decision<OrderChange, unknown>): Promise<boolean> => {
    const { unitOfWork } = subject();
    const stored = valueOf(await unitOfWork.read(({ orders }) => orders.find(id)));
    const decision = stored === undefined ? undefined : command(stored.order);
    if (stored === undefined || decision?.ok !== true) return false;
    valueOf(await unitOfWork.commit(orderWrites(stored, decision.value, afterNoon(1), 'a clerk')));
    return true;
  };
  const ship = (id: string, variantId: VariantId, quantity: number) =>
    change(id, (order) => shipOrder(order, { id: freshId(), lines: [{ variantId, quantity }], at: noon }));
  const takeBack = (id: string, variantId: VariantId, quantity: number, restock: boolean) =>
    change(id, (order) => returnUnits(order, { id: freshId(), lines: [{ variantId, quantity }], restock, at: noon }));
  const cancelSome = (id: string, variantId: VariantId, quantity: number) =>
    change(id, (order) => cancelUnits(order, { id: freshId(), lines: [{ variantId, quantity }], at: noon }));

  describe('the units of an order', () => {
    it('are reserved until they are shipped or cancelled, and are for sale again once returned', async () => {
      const mug = await saveVariant(subject().unitOfWork, { stock: 10 });
      const { id } = await placeOrder(mug, 5);
      expect(await levelOf(mug)).toEqual({ available: 5, reserved: 5 });
      await ship(id, mug, 3);
      expect(await levelOf(mug)).toEqual({ available: 5, reserved: 2 });
      await cancelSome(id, mug, 1);
      expect(await levelOf(mug)).toEqual({ available: 6, reserved: 1 });
      await takeBack(id, mug, 2, true);
      await takeBack(id, mug, 1, false);
      expect(await levelOf(mug)).toEqual({ available: 8, reserved: 1 });
      expect(await movementsOf(mug)).toEqual(['received 10', 'released 1', 'reserved 5', 'returned 2', 'shipped 3']);
      expect(await differences()).toEqual([]);
    });

    it('name the member of staff who sent them', async () => {
      const mug = await saveVariant(subject().unitOfWork, { stock: 2 });
      const { id } = await placeOrder(mug, 2);
      await ship(id, mug, 2);
      const { movements } = valueOf(await subject().reader.ledger(mug, { type: 'page', page: 1, limit: 1 })) ?? {};
      expect(movements?.data).toMatchObject([{ type: 'shipped', actor: 'a clerk', orderId: id }]);
    });
  });

  describe('a variant that is counted from now on', () => {
    it('begins with the units that open orders hold, which are shipped and released as any', async () => {
      const { unitOfWork } = subject();
      const variant = managedVariant({ stockTracked: false });
      const product = await addProduct(unitOfWork, { variants: [variant] });
      const [first, second] = [await placeOrder(variant.id, 3, false), await placeOrder(variant.id, 2, false)];
      const gone = await placeOrder(variant.id, 7, false);
      await change(gone.id, (order) => cancelOrder(order, { at: noon }));
      await ship(first.id, variant.id, 1);
      const save = async (stockTracked: boolean, version: number, units = 0) =>
        valueOf(
          await unitOfWork.run(({ products }) =>
            products
              .lock(product.id)
              .andThen(() =>
                products.save(
                  { ...product, variants: [{ ...variant, stockTracked }], version, updatedAt: afterNoon(version) },
                  { initial: new Map([[variant.id, units]]), actor: 'an editor' },
                ),
              ),
          ),
        );
      await save(true, 2, 6);
      expect(await levelOf(variant.id)).toEqual({ available: 6, reserved: 4 });
      expect(await movementsOf(variant.id)).toEqual(['received 10', 'reserved 2', 'reserved 2']);
      await ship(first.id, variant.id, 2);
      await change(second.id, (order) => cancelOrder(order, { at: noon }));
      expect(await levelOf(variant.id)).toEqual({ available: 8, reserved: 0 });

      const third = await placeOrder(variant.id, 5);
      await save(false, 3);
      expect(await levelOf(variant.id)).toBeUndefined();
      expect(await differences()).toEqual([]);
      await save(true, 4);
      expect(await levelOf(variant.id)).toEqual({ available: 0, reserved: 5 });
      await ship(third.id, variant.id, 5);
      expect(await levelOf(variant.id)).toEqual({ available: 0, reserved: 0 });
      expect(await differences()).toEqual([]);
    });
  });

  describe('the ledger', () => {
    it('is compared a few variants at a time', async () => {
      const { unitOfWork, reader } = subject();
      const ids = [await saveVariant(unitOfWork), await saveVariant(unitOfWork, { stock: 1 })].sort();
      const first = valueOf(await reader.compare(1));
      expect(first).toEqual({ differences: [], last: ids[0] });
      expect(valueOf(await reader.compare(1, first.last))).toEqual({ differences: [], last: ids[1] });
      expect(valueOf(await reader.compare(1, ids[1]))).toEqual({ differences: [] });
    });

    it('sums to the stored stock, and open orders to the reserved units, after any sequence of operations', async () => {
      const act = fc.oneof(
        fc.record({ type: fc.constant('order' as const), which: fc.nat(1), units: fc.integer({ min: 1, max: 4 }) }),
        fc.record({
          type: fc.constantFrom('ship', 'cancel units', 'return', 'restock', 'cancel'),
          which: fc.nat(9),
          units: fc.integer({ min: 1, max: 3 }),
        }),
        fc.record({ type: fc.constant('adjust' as const), which: fc.nat(1), units: fc.integer({ min: -9, max: 9 }) }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 14 }), async (acts) => {
          const { unitOfWork } = subject();
          const variants = [
            await saveVariant(unitOfWork, { stock: 12 }),
            await saveVariant(unitOfWork, { stock: 3 }),
          ] as const;
          const placed: { readonly id: string; readonly variantId: VariantId }[] = [];
          for (const { type, which, units } of acts) {
            const variantId = variants[which % 2] ?? variants[0];
            if (type === 'adjust' && units !== 0) {
              // Refused when it would take what is reserved.
              await unitOfWork.run(({ stock }) =>
                stock.adjust([{ variantId, delta: units }], { reason: 'counted', at: noon }),
              );
            } else if (type === 'order') {
              const { available = 0 } = (await levelOf(variantId)) ?? {};
              if (available >= units) placed.push({ id: (await placeOrder(variantId, units)).id, variantId });
            }
            const order = placed[which % Math.max(1, placed.length)];
            if (order === undefined) continue;
            if (type === 'ship') await ship(order.id, order.variantId, units);
            if (type === 'cancel units') await cancelSome(order.id, order.variantId, units);
            if (type === 'return') await takeBack(order.id, order.variantId, units, false);
            if (type === 'restock') await takeBack(order.id, order.variantId, units, true);
            if (type === 'cancel') await change(order.id, (known) => cancelOrder(known, { at: noon }));
          }
          expect(await differences()).toEqual([]);
          for (const variantId of variants) {
            let open = 0;
            for (const { id } of placed) {
              const stored = valueOf(await unitOfWork.read(({ orders }) => orders.find(id)));
              if (stored === undefined || stored.order.cancellation !== undefined) continue;
              const units = openUnits(stored.order).find((line) => line.variantId === variantId);
              open += units?.quantity ?? 0;
            }
            const level = await levelOf(variantId);
            expect(level?.reserved).toBe(open);
            expect(level?.available).toBeGreaterThanOrEqual(0);
          }
        }),
        { numRuns: Math.ceil(Number(process.env['FC_RUNS'] ?? '200') / 20) },
      );
    });
  });
};
