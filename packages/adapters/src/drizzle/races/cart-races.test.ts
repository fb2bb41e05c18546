import {
  makeAddLine,
  makeClaimCart,
  makeCreateCart,
  makePlaceOrder,
  type Caller,
  type UnitOfWork,
} from '@cartwright/application';
import { addUser, errorsOf, freeShipping, saveVariant, valueOf } from '@cartwright/application/contracts/sample-shop';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeInMemoryRateLimiter } from '../../in-memory/rate-limiter.js';
import { emptyAllTables, openTestPostgres, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { isThorough } from '../../../testing/thorough.js';
import { makeFakeClock } from '../../in-memory/fake-clock.js';
import { makeNodeSecrets } from '../../system/node-secrets.js';
import { uuidIds } from '../../system/uuid-ids.js';
import { carts } from '../schema.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

type Customer = Extract<Caller, { readonly type: 'user' }>;
const rounds = Array.from({ length: isThorough ? 60 : 6 }, (_, index) => index);

describe('on PostgreSQL, carts that are claimed at once', () => {
  let database: TestDatabase;
  let shop: ReturnType<typeof shopOn>;
  let variantId: string;
  beforeAll(async () => {
    database = await openTestPostgres();
  });
  afterAll(async () => database.close());
  beforeEach(async () => {
    await emptyAllTables(database.db);
    shop = shopOn(makeDrizzleUnitOfWork({ db: database.db, ids: uuidIds, storeCurrency: 'USD' }));
    valueOf(await shop.unitOfWork.run(({ pricing }) => pricing.saveShippingMethod(freeShipping)));
    variantId = await saveVariant(shop.unitOfWork, { stock: 10_000 });
  });

  const shopOn = (unitOfWork: UnitOfWork) => {
    const secrets = makeNodeSecrets({ key: 'a key for tests only' });
    const deps = { unitOfWork, clock: makeFakeClock(), ids: uuidIds, secrets, storeCurrency: 'USD' };
    return {
      unitOfWork,
      createCart: makeCreateCart(deps),
      addLine: makeAddLine(deps),
      claimCart: makeClaimCart(deps),
      placeOrder: makePlaceOrder({
        rateLimiter: makeInMemoryRateLimiter({ clock: makeFakeClock() }),
        ...deps,
        paymentGateway: { minimumCharge: () => undefined },
      }),
    };
  };
  const register = async (): Promise<Customer> => ({
    type: 'user',
    userId: (await addUser(shop.unitOfWork)).id,
    role: 'customer',
  });
  const guestCart = async (quantity: number) => {
    const { view, token } = valueOf(await shop.createCart({ caller: { type: 'guest' } }));
    const caller: Caller = { type: 'guest', cartToken: String(token) };
    const cartId = view.stored.cart.id;
    valueOf(await shop.addLine({ caller, cartId, variantId, quantity }));
    return { cartId, cartToken: String(token) };
  };
  const claim = ({ cartId, cartToken }: Awaited<ReturnType<typeof guestCart>>, customer: Customer) =>
    shop.claimCart({ caller: { ...customer, cartToken }, cartId });
  const openCartsOf = ({ userId }: Customer) =>
    database.db
      .select()
      .from(carts)
      .where(and(eq(carts.customerId, userId), eq(carts.status, 'open')));

  it('add up, from however many devices, whether the customer had a cart or not', async () => {
    for (const round of rounds) {
      const customer = await register();
      if (round % 2 === 0) valueOf(await shop.createCart({ caller: customer }));
      const devices = await Promise.all([guestCart(1), guestCart(2), guestCart(4), guestCart(8)]);
      const answers = await Promise.all([...devices, ...devices].map((cart) => claim(cart, customer)));
      expect(errorsOf(answers)).toEqual([]);
      expect((await openCartsOf(customer)).map(({ lines }) => lines)).toEqual([[{ variantId, quantity: 15 }]]);
    }
  });

  it('go into the one cart that the customer opens at that moment', async () => {
    for (const _round of rounds) {
      const customer = await register();
      const cart = await guestCart(3);
      const [opened, claimed] = await Promise.all([shop.createCart({ caller: customer }), claim(cart, customer)]);
      const cartId = valueOf(claimed).view.stored.cart.id;
      expect(valueOf(opened).view.stored.cart.id).toBe(cartId);
      expect((await openCartsOf(customer)).map(({ lines }) => lines)).toEqual([[{ variantId, quantity: 3 }]]);
    }
  });

  it('lose nothing to a line that is added, nor to an order that is placed, at that moment', async () => {
    for (const round of rounds) {
      const customer = await register();
      const cartId = valueOf(await shop.createCart({ caller: customer })).view.stored.cart.id;
      valueOf(await shop.addLine({ caller: customer, cartId, variantId, quantity: 1 }));
      const cart = await guestCart(2);
      const source = { type: 'cart', cartId } as const;
      const shippingAddress = { fullName: 'Ada Lovelace', line1: '1 Mill Lane', city: 'Ockham', country: 'GB' };
      const add = async () => valueOf(await shop.addLine({ caller: customer, cartId, variantId, quantity: 4 }));
      const order = async () => {
        const request = { caller: customer.userId, key: 'k', fingerprint: 'f' };
        return valueOf(await shop.placeOrder({ caller: customer, request, source, shippingAddress })).order.pricing;
      };
      const [claimed, other] = await Promise.all([claim(cart, customer), round % 2 === 0 ? add() : order()]);
      valueOf(claimed);
      const open = (await openCartsOf(customer)).flatMap(({ lines }) => lines);
      const units = (lines: readonly { readonly quantity: number }[]) =>
        lines.reduce((sum, { quantity }) => sum + quantity, 0);
      // The order took 1 or, the claim being first, 3; what it did not take is in the open cart.
      expect(units(open) + ('lines' in other ? units(other.lines) : 0)).toBe('lines' in other ? 3 : 7);
    }
  });

  it('belong to one of two customers who both hold the token', async () => {
    for (const _round of rounds) {
      const [ada, eve] = [await register(), await register()];
      const cart = await guestCart(5);
      const answers = await Promise.all([claim(cart, ada), claim(cart, eve)]);
      expect(errorsOf(answers)).toEqual([{ type: 'cart.not-found', cartId: cart.cartId }]);
      const lines = [...(await openCartsOf(ada)), ...(await openCartsOf(eve))].flatMap((row) => row.lines);
      expect(lines).toEqual([{ variantId, quantity: 5 }]);
    }
  });
});
