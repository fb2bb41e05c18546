import type { Change } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { paid, sampleOrder } from '../../sample-order.js';
import { freshId, noon, saveVariant, usd, valueOf } from '../../sample-shop.js';
import type { MakeUnitOfWorkSubject } from '../subject.js';
import { commitSubject, complete, conflict, reserve, sampleMessage, type CommitWay } from './ways.js';

/** A change of everything, and how to make each of its parts rest on something that does not hold. */
export const describeWholeCommits = (makeSubject: MakeUnitOfWorkSubject, way: CommitWay): void => {
  describe('of everything', () => {
    const subject = commitSubject(makeSubject, way);

    const changeOfEverything = async () => {
      const variantId = await saveVariant(subject.unitOfWork(), { stock: 5 });
      const { cart, version } = await subject.addCart();
      const { order } = await subject.addOrder();
      const { id } = await subject.addPayment(order);
      const change = {
        request: complete(),
        cart: { type: 'order', id: cart.id, version, at: noon },
        order: { type: 'change', order: paid(order), version: 1 },
        stock: reserve({ variantId, quantity: 5 }),
        promotions: { type: 'count', orderId: order.id, uses: [{ promotionId: 'once', maxUses: 1 }] },
        payment: { type: 'note', id, reference: 'sbx_1' },
        message: { ...sampleMessage(), at: noon },
        events: [{ type: 'order.paid', orderId: order.id, at: noon, captured: usd(1) }],
      } as const satisfies Change;
      const state = async () => ({
        isKnown: valueOf(
          await subject.unitOfWork().read(({ idempotency }) => idempotency.isKnown(change.request.request)),
        ),
        cart: (await subject.findCart(cart.id))?.status,
        order: (await subject.findOrder(order.id))?.version,
        available: await subject.available(variantId),
        uses: (await subject.usage())['once']?.uses ?? 0,
        reference: (await subject.findPayment(id))?.reference,
        isSeen: await subject.isSeen(change.message),
        events: (await subject.eventsLeft()).length,
      });
      return { change, state };
    };
    type Everything = Awaited<ReturnType<typeof changeOfEverything>>['change'];

    it('write all of it', async () => {
      const { change, state } = await changeOfEverything();
      valueOf(await subject.commit(change));
      expect(await state()).toEqual({
        isKnown: true,
        cart: 'ordered',
        order: 2,
        available: 0,
        uses: 1,
        reference: 'sbx_1',
        isSeen: true,
        events: 1,
      });
    });

    const broken: readonly (readonly [part: string, breakIt: (change: Everything) => Change])[] = [
      ['cart', (change) => ({ ...change, cart: { ...change.cart, version: 2 } })],
      ['order', (change) => ({ ...change, order: { ...change.order, version: 2 } })],
      ['stock', (change) => ({ ...change, stock: { ...change.stock, lines: change.stock.lines.map(oneMore) } })],
      [
        'promotion',
        (change) => ({ ...change, promotions: { ...change.promotions, uses: [{ promotionId: 'once', maxUses: 0 }] } }),
      ],
      ['payment', (change) => ({ ...change, payment: { ...change.payment, id: freshId() } })],
    ];
    it.each(broken)('write nothing of it when its %s is not as it was', async (_part, breakIt) => {
      const { change, state } = await changeOfEverything();
      const before = await state();
      expect(await subject.outcomeOf(breakIt(change))).toEqual(conflict);
      expect(await state()).toEqual(before);
      valueOf(await subject.commit(change));
    });

    const taken: readonly (readonly [part: string, take: (change: Everything) => Change])[] = [
      ['key is known', ({ request }) => ({ request: { ...request, outcome: 'first' } })],
      ['message was handled', ({ message }) => ({ message })],
    ];
    it.each(taken)('write nothing of it when its %s', async (_part, take) => {
      const { change, state } = await changeOfEverything();
      valueOf(await subject.commit(take(change)));
      const before = await state();
      expect(await subject.outcomeOf(change)).toEqual(conflict);
      expect(await state()).toEqual(before);
    });

    it('write nothing of a placement whose stock is not as it was, its order included', async () => {
      const { change, state } = await changeOfEverything();
      const order = await sampleOrder(subject.unitOfWork(), {
        lines: [{ variantId: await saveVariant(subject.unitOfWork()), quantity: 1 }],
      });
      const before = await state();
      const stock = { ...change.stock, lines: change.stock.lines.map(oneMore) };
      expect(await subject.outcomeOf({ ...change, order: { type: 'place', order }, stock })).toEqual(conflict);
      expect([await state(), await subject.findOrder(order.id)]).toEqual([before, undefined]);
    });
  });
};

const oneMore = <Line extends { readonly quantity: number }>(line: Line): Line => ({
  ...line,
  quantity: line.quantity + 1,
});
