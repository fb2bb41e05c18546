import type { OrderPlacement, OrderPlacements, OutboxFeed, UnitOfWork } from '@cartwright/application';
import type { CustomerId } from '@cartwright/domain';
import { okAsync, type Result } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { sampleOrder } from './sample-order.js';
import { afterNoon, availableOf, freshId, noon, sampleCart, saveVariant, valueOf } from './sample-shop.js';
import { subjectForEachTest } from './unit-of-work/subject.js';

export type OrderPlacementsSubject = {
  readonly placements: OrderPlacements;
  /** Of the same storage. */
  readonly unitOfWork: UnitOfWork;
  readonly feed: OutboxFeed;
  /** How often committed events were told of so far. */
  readonly told: () => number;
  readonly dispose: () => Promise<void>;
};

const overtaken = { type: 'placement.overtaken' };

/** What every `OrderPlacements` promises. `makeSubject` is called before each test: the storage is empty each time. */
export const describeOrderPlacementsContract = (
  name: string,
  makeSubject: () => Promise<OrderPlacementsSubject>,
): void => {
  describe(`${name}: placing orders in one go`, () => {
    const subject = subjectForEachTest(makeSubject);
    const commit = (placement: OrderPlacement) => subject().placements.commit(placement);

    /** The placement of an order of these units, each of a variant. */
    const placementOf = async (
      units: readonly (readonly [variantId: string, quantity: number])[],
      facts: Partial<OrderPlacement> & { readonly customerId?: CustomerId } = {},
    ): Promise<OrderPlacement> => {
      const { customerId, ...others } = facts;
      const lines = units.map(([variantId, quantity]) => ({ variantId, quantity }));
      const order = await sampleOrder(subject().unitOfWork, {
        lines,
        ...(customerId === undefined ? {} : { customerId }),
      });
      return {
        order,
        events: [{ type: 'order.placed', orderId: order.id, at: noon, total: order.pricing.total }],
        demand: lines,
        request: { caller: 'ada', key: freshId(), fingerprint: 'a request' },
        outcome: JSON.stringify(order),
        expiresAt: afterNoon(86_400),
        ...others,
      };
    };
    const orderOf = async ({ order }: OrderPlacement) =>
      valueOf(await subject().unitOfWork.read(({ orders }) => orders.find(order.id)));
    const eventsLeft = async () => valueOf(await subject().feed.claim(100, 1)).map(({ event }) => event);
    const cartOf = async (id: string) => valueOf(await subject().unitOfWork.read(({ carts }) => carts.find(id)));
    const openCart = async () => {
      const stored = sampleCart();
      valueOf(await subject().unitOfWork.run(({ carts }) => carts.add(stored)));
      return { id: stored.cart.id, version: stored.version };
    };
    const claim = ({ request }: OrderPlacement, now = noon) =>
      subject().unitOfWork.run(({ idempotency }) => idempotency.claim(request, now));

    it('keeps the order, takes its stock, leaves its events and remembers the answer', async () => {
      const mug = await saveVariant(subject().unitOfWork, { stock: 10 });
      const eBook = await saveVariant(subject().unitOfWork, { digital: true });
      const placement = await placementOf([
        [mug, 3],
        [eBook, 1],
      ]);
      const ofStock = { ...placement, demand: [{ variantId: mug, quantity: 3 }] };
      valueOf(await commit(ofStock));
      expect(await orderOf(placement)).toStrictEqual({ order: placement.order, version: 1 });
      expect(await availableOf(subject().unitOfWork, mug)).toBe(7);
      expect(await eventsLeft()).toEqual(placement.events);
      expect(valueOf(await claim(placement))).toStrictEqual({ type: 'finished', outcome: placement.outcome });
      expect(subject().told()).toBe(1);
    });

    it('writes what left the stock into the movement ledger', async () => {
      const mug = await saveVariant(subject().unitOfWork, { stock: 10 });
      valueOf(await commit(await placementOf([[mug, 2]])));
      const back = await subject().unitOfWork.run(({ stock }) =>
        stock.release([{ variantId: mug, quantity: 2 }], { reason: 'order released', at: noon }),
      );
      valueOf(back);
      expect(await availableOf(subject().unitOfWork, mug)).toBe(10);
    });

    it('closes the cart that was ordered', async () => {
      const mug = await saveVariant(subject().unitOfWork, { stock: 10 });
      const cart = await openCart();
      valueOf(await commit(await placementOf([[mug, 1]], { cart })));
      expect(await cartOf(cart.id)).toMatchObject({ status: 'ordered', version: cart.version + 1, updatedAt: noon });
    });

    /** What came of a placement: its answer's error, its order, what is left of a variant. */
    const resultOf = async (answer: Result<void, unknown>, placement: OrderPlacement, variantId: string) => ({
      error: answer.isErr() ? answer.error : undefined,
      order: await orderOf(placement),
      left: await availableOf(subject().unitOfWork, variantId),
    });

    it('is overtaken by whoever bought the stock, and then changes nothing', async () => {
      const mug = await saveVariant(subject().unitOfWork, { stock: 10 });
      const poster = await saveVariant(subject().unitOfWork, { stock: 1 });
      const placement = await placementOf([
        [mug, 1],
        [poster, 2],
      ]);
      expect(await resultOf(await commit(placement), placement, mug)).toEqual({
        error: overtaken,
        order: undefined,
        left: 10,
      });
      expect(await availableOf(subject().unitOfWork, poster)).toBe(1);
      expect(await eventsLeft()).toEqual([]);
      expect(valueOf(await claim(placement))).toStrictEqual({ type: 'fresh' });
      expect(subject().told()).toBe(0);
    });

    it('is overtaken when a variant holds no stock', async () => {
      const eBook = await saveVariant(subject().unitOfWork, { digital: true });
      const placement = await placementOf([[eBook, 1]]);
      expect((await commit(placement))._unsafeUnwrapErr()).toEqual(overtaken);
      expect(await orderOf(placement)).toBeUndefined();
    });

    it('is overtaken by whoever changed or ordered the cart', async () => {
      const mug = await saveVariant(subject().unitOfWork, { stock: 10 });
      const cart = await openCart();
      const stale = await placementOf([[mug, 1]], { cart: { ...cart, version: cart.version - 1 } });
      expect(await resultOf(await commit(stale), stale, mug)).toEqual({ error: overtaken, order: undefined, left: 10 });
      valueOf(await commit(await placementOf([[mug, 1]], { cart })));
      const second = await placementOf([[mug, 1]], { cart: { ...cart, version: cart.version + 1 } });
      expect(await resultOf(await commit(second), second, mug)).toEqual({
        error: overtaken,
        order: undefined,
        left: 9,
      });
    });

    it('is overtaken by whoever has the key, finished, held or expired', async () => {
      const mug = await saveVariant(subject().unitOfWork, { stock: 10 });
      const finished = await placementOf([[mug, 1]]);
      valueOf(await commit(finished));
      const again = { ...(await placementOf([[mug, 1]])), request: finished.request };
      expect(await resultOf(await commit(again), again, mug)).toEqual({ error: overtaken, order: undefined, left: 9 });
      const held = await placementOf([[mug, 1]]);
      valueOf(
        await subject().unitOfWork.run(({ idempotency }) =>
          idempotency
            .claim(held.request, noon)
            .andThen(() => idempotency.hold(held.request, { resourceId: freshId(), until: noon, expiresAt: noon })),
        ),
      );
      expect(await resultOf(await commit(held), held, mug)).toEqual({ error: overtaken, order: undefined, left: 9 });
    });

    it('sells the last unit once to fifty buyers who come together, and hinders nobody else', async () => {
      const last = await saveVariant(subject().unitOfWork, { stock: 1 });
      const plenty = await saveVariant(subject().unitOfWork, { stock: 100 });
      const wanted = await Promise.all(Array.from({ length: 50 }, async () => placementOf([[last, 1]])));
      const others = await Promise.all(Array.from({ length: 10 }, async () => placementOf([[plenty, 1]])));
      const answers = await Promise.all([...wanted, ...others].map((placement) => commit(placement)));
      expect(answers.slice(0, 50).filter((answer) => answer.isOk())).toHaveLength(1);
      expect(answers.slice(50).every((answer) => answer.isOk())).toBe(true);
      expect(await availableOf(subject().unitOfWork, last)).toBe(0);
      expect(await availableOf(subject().unitOfWork, plenty)).toBe(90);
    });

    it('leaves those alone who come with a repeat, which takes nothing', async () => {
      const mug = await saveVariant(subject().unitOfWork, { stock: 10 });
      const poster = await saveVariant(subject().unitOfWork, { stock: 10 });
      const first = await placementOf([[mug, 1]]);
      valueOf(await commit(first));
      const cart = await openCart();
      const again = {
        ...(await placementOf(
          [
            [mug, 2],
            [poster, 2],
          ],
          { cart },
        )),
        request: first.request,
      };
      const others = [
        await placementOf([[mug, 1]]),
        await placementOf([
          [poster, 1],
          [mug, 1],
        ]),
      ];
      const [repeated, ...placed] = await Promise.all([again, ...others].map((placement) => commit(placement)));
      expect(repeated?._unsafeUnwrapErr()).toEqual(overtaken);
      expect(placed.every((answer) => answer.isOk())).toBe(true);
      expect(await Promise.all([mug, poster].map((id) => availableOf(subject().unitOfWork, id)))).toEqual([7, 9]);
      expect(await orderOf(again)).toBeUndefined();
      expect(await cartOf(cart.id)).toMatchObject({ status: 'open', version: cart.version });
      expect(new Set(await eventsLeft())).toEqual(new Set([first, ...others].flatMap(({ events }) => events)));
    });

    it('makes one order of one key, and of one cart, that come twice at once', async () => {
      const mug = await saveVariant(subject().unitOfWork, { stock: 100 });
      const cart = await openCart();
      const request = { caller: 'ada', key: 'once', fingerprint: 'a request' };
      const sameKey = [await placementOf([[mug, 1]], { request }), await placementOf([[mug, 1]], { request })];
      const sameCart = [await placementOf([[mug, 1]], { cart }), await placementOf([[mug, 1]], { cart })];
      for (const pair of [sameKey, sameCart]) {
        const answers = await Promise.all(pair.map((placement) => commit(placement)));
        expect(answers.filter((answer) => answer.isOk())).toHaveLength(1);
      }
      expect(await availableOf(subject().unitOfWork, mug)).toBe(98);
    });

    it('goes on beside transactions that want the same stock in another order, without a deadlock', async () => {
      const { unitOfWork } = subject();
      const variants = await Promise.all(Array.from({ length: 4 }, () => saveVariant(unitOfWork, { stock: 1_000 })));
      const wish = (index: number) => (index % 2 === 0 ? variants : [...variants].reverse());
      const placements = await Promise.all(
        Array.from({ length: 40 }, async (_, index) =>
          placementOf(wish(index).map((variantId) => [variantId, 1] as const)),
        ),
      );
      let attempts = 0;
      const answers = await Promise.all([
        ...placements.map((placement) => commit(placement)),
        ...Array.from({ length: 40 }, (_, index) =>
          unitOfWork.run(({ stock }) => {
            attempts += 1;
            return stock
              .reserve(
                wish(index).map((variantId) => ({ variantId, quantity: 1 })),
                { reason: 'order placed', at: noon },
              )
              .andThen(() => okAsync(undefined));
          }),
        ),
      ]);
      expect(answers.filter((answer) => answer.isErr())).toEqual([]);
      expect(attempts).toBe(40);
      for (const variantId of variants) expect(await availableOf(unitOfWork, variantId)).toBe(920);
    });
  });
};
