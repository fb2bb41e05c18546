import type { StoredCart } from '@cartwright/application';
import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { addUser, afterNoon, errorsOf, freshId, sampleCart, saveVariant, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

export const describeCarts = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('carts', () => {
    const subject = subjectForEachTest(makeSubject);
    const add = (stored: StoredCart) => subject().unitOfWork.run(({ carts }) => carts.add(stored));
    const find = async (id: string): Promise<StoredCart | undefined> =>
      valueOf(await subject().unitOfWork.run(({ carts }) => carts.find(id)));
    const change = (id: string, next: (stored: StoredCart) => StoredCart) =>
      subject().unitOfWork.run(({ carts }) =>
        carts
          .lock(id)
          .andThen((stored) => (stored === undefined ? errAsync('no such cart' as const) : carts.save(next(stored)))),
      );

    it('are found as they were added, a guest’s and a customer’s', async () => {
      const { id: customerId } = await addUser(subject().unitOfWork);
      const guests = sampleCart({ tokenDigest: 'digest' });
      const customers = sampleCart({ customerId });
      valueOf(await add(guests));
      valueOf(await add(customers));
      expect(await find(guests.cart.id)).toStrictEqual(guests);
      expect(await find(customers.cart.id)).toStrictEqual(customers);
      expect(await find(freshId())).toBeUndefined();
    });

    it('keep lines in the order of their addition, and codes in the order of their entry', async () => {
      const { unitOfWork } = subject();
      const ids = [
        await saveVariant(unitOfWork),
        await saveVariant(unitOfWork),
        await saveVariant(unitOfWork),
      ].reverse();
      const stored = sampleCart();
      valueOf(await add(stored));
      const cart = {
        ...stored.cart,
        lines: ids.map((variantId, index) => ({ variantId, quantity: index + 1 })),
        couponCodes: ['zebra', 'apple'],
      };
      valueOf(await change(cart.id, (locked) => ({ ...locked, cart, updatedAt: afterNoon(1) })));
      expect(await find(cart.id)).toStrictEqual({ ...stored, cart, version: 2, updatedAt: afterNoon(1) });
      valueOf(
        await change(cart.id, (locked) => ({
          ...locked,
          cart: { ...cart, lines: cart.lines.slice(1), couponCodes: [] },
        })),
      );
      expect((await find(cart.id))?.cart).toStrictEqual({ ...cart, lines: cart.lines.slice(1), couponCodes: [] });
    });

    it('increase the version by one with each change, ignoring the saved version', async () => {
      const stored = sampleCart();
      valueOf(await add(stored));
      valueOf(await change(stored.cart.id, (locked) => locked));
      valueOf(await change(stored.cart.id, (locked) => ({ ...locked, version: locked.version + 1 })));
      expect((await find(stored.cart.id))?.version).toBe(3);
    });

    it('lose no change of many concurrent ones', async () => {
      const variantId = await saveVariant(subject().unitOfWork);
      const stored = sampleCart();
      valueOf(await add(stored));
      const addOne = () =>
        change(stored.cart.id, ({ cart, ...rest }) => ({
          ...rest,
          cart: { ...cart, lines: [{ variantId, quantity: (cart.lines[0]?.quantity ?? 0) + 1 }] },
        }));
      for (const answer of await Promise.all(Array.from({ length: 8 }, addOne))) valueOf(answer);
      expect(await find(stored.cart.id)).toMatchObject({ version: 9, cart: { lines: [{ quantity: 8 }] } });
    });

    it('are one open one a customer: a second is refused, and the caller can then read the first', async () => {
      const { id: customerId } = await addUser(subject().unitOfWork);
      const first = sampleCart({ customerId });
      valueOf(await add(first));
      expect((await add(sampleCart({ customerId })))._unsafeUnwrapErr()).toEqual({ type: 'cart.already-open' });
      const found = await subject().unitOfWork.run(({ carts }) =>
        carts
          .add(sampleCart({ customerId }))
          .map(() => undefined)
          .orElse(() => okAsync(undefined))
          .andThen(() => carts.findOpenOf(customerId, 'USD')),
      );
      expect(valueOf(found)).toStrictEqual(first);
    });

    it('of one customer are one also when several are opened concurrently', async () => {
      const { id: customerId } = await addUser(subject().unitOfWork);
      const answers = await Promise.all(Array.from({ length: 4 }, () => add(sampleCart({ customerId }))));
      expect(answers.filter((answer) => answer.isOk())).toHaveLength(1);
      expect(errorsOf(answers)).toEqual(Array.from({ length: 3 }, () => ({ type: 'cart.already-open' })));
    });

    it('make room for a new one once they are ordered', async () => {
      const { id: customerId } = await addUser(subject().unitOfWork);
      const [first, second] = [sampleCart({ customerId }), sampleCart({ customerId })];
      const openOf = async () =>
        valueOf(await subject().unitOfWork.run(({ carts }) => carts.findOpenOf(customerId, 'USD')));
      expect(await openOf()).toBeUndefined();
      valueOf(await add(first));
      valueOf(await change(first.cart.id, (locked) => ({ ...locked, status: 'ordered' })));
      expect(await openOf()).toBeUndefined();
      valueOf(await add(second));
      expect(await openOf()).toStrictEqual(second);
      expect((await find(first.cart.id))?.status).toBe('ordered');
    });

    it('record where they went once they are merged into another, and are no longer open', async () => {
      const { id: customerId } = await addUser(subject().unitOfWork);
      const [from, into] = [sampleCart({ tokenDigest: 'digest' }), sampleCart({ customerId })];
      valueOf(await add(from));
      valueOf(await add(into));
      const merged = {
        into: into.cart.id,
        clamped: [{ variantId: freshId(), wanted: 1_001, quantity: 999 }],
        couponsLeftOut: ['tea'],
      };
      valueOf(await change(from.cart.id, (locked) => ({ ...locked, status: 'merged', merged })));
      expect(await find(from.cart.id)).toStrictEqual({ ...from, version: 2, status: 'merged', merged });
      expect(await find(into.cart.id)).toStrictEqual(into);
    });

    it('of guests are as many as there are guests', async () => {
      const carts = [sampleCart({ tokenDigest: 'one' }), sampleCart({ tokenDigest: 'two' })];
      for (const cart of carts) valueOf(await add(cart));
      for (const cart of carts) expect(await find(cart.cart.id)).toStrictEqual(cart);
    });

    it('cannot be locked when they do not exist', async () => {
      expect(valueOf(await subject().unitOfWork.run(({ carts }) => carts.lock(freshId())))).toBeUndefined();
    });
  });
};
