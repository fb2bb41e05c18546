import type { StoredCart } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { addUser, afterNoon, errorsOf, freshId, noon, sampleCart, valueOf } from '../../sample-shop.js';
import type { MakeUnitOfWorkSubject } from '../subject.js';
import { commitSubject, conflict, type CommitWay } from './ways.js';

/** The next version of a cart, with one more line and a code. */
const withLine = (stored: StoredCart, variantId = freshId()): StoredCart => ({
  ...stored,
  cart: { ...stored.cart, lines: [...stored.cart.lines, { variantId, quantity: 1 }], couponCodes: ['tea'] },
  version: stored.version + 1,
  updatedAt: afterNoon(1),
});

export const describeCommitsOfCarts = (makeSubject: MakeUnitOfWorkSubject, way: CommitWay): void => {
  describe('of a cart', () => {
    const { addCart, commit, commitAll, findCart, outcomeOf, unitOfWork } = commitSubject(makeSubject, way);
    const open = (stored: StoredCart) => ({ cart: { type: 'open', stored } }) as const;
    const change = (stored: StoredCart) => ({ cart: { type: 'change', stored } }) as const;
    const order = ({ cart: { id }, version }: StoredCart) =>
      ({ cart: { type: 'order', id, version, at: afterNoon(2) } }) as const;
    const findOpenOf = async (openOf: string) =>
      valueOf(await unitOfWork().read(({ pricing }) => pricing.facts({ cart: { openOf } }))).cart;

    it("open it, a guest's and a customer's", async () => {
      const { id: customerId } = await addUser(unitOfWork());
      const [guests, customers] = [sampleCart({ tokenDigest: 'digest' }), sampleCart({ customerId })];
      for (const stored of [guests, customers]) {
        valueOf(await commit(open(stored)));
        expect(await findCart(stored.cart.id)).toStrictEqual(stored);
      }
      expect(await findOpenOf(customerId)).toStrictEqual(customers);
    });

    it('open one for a customer who has none: of many concurrent ones the others conflict', async () => {
      const { id: customerId } = await addUser(unitOfWork());
      const carts = Array.from({ length: 6 }, () => sampleCart({ customerId }));
      const results = await commitAll(carts.map(open));
      expect(errorsOf(results)).toEqual(Array.from({ length: 5 }, () => conflict));
      expect(carts.filter((_cart, index) => results[index]?.isOk())).toStrictEqual([await findOpenOf(customerId)]);
      const late = sampleCart({ customerId });
      expect(await outcomeOf(open(late))).toEqual(conflict);
      expect(await findCart(late.cart.id)).toBeUndefined();
    });

    it('write only its lines, codes, checkout details and next version', async () => {
      const stored = await addCart({ tokenDigest: 'digest' });
      const checkout = { note: 'Ring twice', email: 'ada@shop.example', metadata: { z: '1', a: '2' } };
      const next = { ...withLine(stored), checkout };
      valueOf(await commit(change({ ...next, status: 'ordered', tokenDigest: 'another', createdAt: afterNoon(9) })));
      expect(await findCart(stored.cart.id)).toStrictEqual(next);
      const empty = { ...next, cart: { ...next.cart, lines: [], couponCodes: [] }, version: 3 };
      valueOf(await commit(change(empty)));
      expect(await findCart(stored.cart.id)).toStrictEqual(empty);
    });

    it('conflict with another change of it, with its order, and for a cart that does not exist', async () => {
      const [stored, ordered] = [await addCart(), await addCart({ status: 'ordered' })];
      const [first, second] = [withLine(stored), withLine(stored)];
      valueOf(await commit(change(first)));
      expect(await outcomeOf(change(second))).toEqual(conflict);
      expect(await outcomeOf(change({ ...second, version: 9 }))).toEqual(conflict);
      expect(await findCart(stored.cart.id)).toStrictEqual(first);
      expect(await outcomeOf(change(withLine(ordered)))).toEqual(conflict);
      expect(await findCart(ordered.cart.id)).toStrictEqual(ordered);
      expect(await outcomeOf(change(withLine(sampleCart())))).toEqual(conflict);
    });

    it('are committed once of many concurrent ones of one cart, and hinder no other cart', async () => {
      const [busy, ...others] = await Promise.all(Array.from({ length: 9 }, () => addCart()));
      if (busy === undefined) throw new Error('nine carts were added');
      const rivals = Array.from({ length: 8 }, () => withLine(busy));
      const results = await commitAll([...rivals, ...others.map((stored) => withLine(stored))].map(change));
      expect(results.slice(0, 8).filter((result) => result.isOk())).toHaveLength(1);
      expect(errorsOf(results.slice(0, 8))).toEqual(Array.from({ length: 7 }, () => conflict));
      expect(errorsOf(results.slice(8))).toEqual([]);
      expect(rivals).toContainEqual(await findCart(busy.cart.id));
      for (const { cart } of others)
        expect(await findCart(cart.id)).toMatchObject({ version: 2, cart: { lines: [{ quantity: 1 }] } });
    });

    it('close it when it is ordered, once, at the version that was priced', async () => {
      const stored = await addCart();
      expect(await outcomeOf(order({ ...stored, version: 2 }))).toEqual(conflict);
      expect(await findCart(stored.cart.id)).toStrictEqual(stored);
      const results = await commitAll([order(stored), order(stored)]);
      expect(errorsOf(results)).toEqual([conflict]);
      const closed: StoredCart = { ...stored, status: 'ordered', version: 2, updatedAt: afterNoon(2) };
      expect(await findCart(stored.cart.id)).toStrictEqual(closed);
      expect(await outcomeOf(order(closed))).toEqual(conflict);
      expect(await findCart(stored.cart.id)).toStrictEqual(closed);
    });

    it('let a customer open another one once theirs is ordered', async () => {
      const { id: customerId } = await addUser(unitOfWork());
      const [first, second] = [sampleCart({ customerId }), sampleCart({ customerId, createdAt: noon })];
      valueOf(await commit(open(first)));
      valueOf(await commit(order(first)));
      expect(await findOpenOf(customerId)).toBeUndefined();
      valueOf(await commit(open(second)));
      expect(await findOpenOf(customerId)).toStrictEqual(second);
    });
  });
};
