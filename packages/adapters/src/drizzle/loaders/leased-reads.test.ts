import { makeAddLine, makeViewCart, type Caller, type CatalogueReader, type UnitOfWork } from '@cartwright/application';
import {
  addUser,
  afterNoon,
  freshId,
  sampleCart,
  sampleProduct,
  sampleVariant,
  saveProduct,
  usd,
  valueOf,
} from '@cartwright/application/contracts/sample-shop';
import { addToCart, type Promotion } from '@cartwright/domain';
import { eq, sql } from 'drizzle-orm';
import { errAsync } from 'neverthrow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accepted, sampleOrder } from '@cartwright/application/contracts/sample-order';
import { sampleSandboxPayment } from '../../../contracts/sample-sandbox-payment.js';
import { emptyAllTables, openTestPostgres, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { makeFakeClock } from '../../in-memory/fake-clock.js';
import { openPglite } from '../../pglite/open-pglite.js';
import { openPostgres } from '../../postgres/open-postgres.js';
import { makeNodeSecrets } from '../../system/node-secrets.js';
import { uuidIds } from '../../system/uuid-ids.js';
import { makeDrizzleCatalogueReader } from '../read-models/catalogue-reader.js';
import { migrate } from '../connection/migrate.js';
import { makeDrizzleOrderPlacements } from '../group-commit/order-placements.js';
import { savePromotions } from '../repositories/pricing-rules-writer.js';
import { makeReadLeases, type ReadLeases } from './read-leases.js';
import { makeDrizzleSandboxPaymentStore } from '../repositories/sandbox-payment-store.js';
import { products, variants } from '../schema.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

const storeCurrency = 'USD';
const secrets = makeNodeSecrets({ key: 'a key for tests alone' });
let at = 0;
const now = (): number => at;

type Opened = TestDatabase & { readonly leases: ReadLeases };
async function openLeasedPostgres() {
  const leases = makeReadLeases({ leaseMs: 3, now });
  return { ...(await openTestPostgres({ onWritten: leases.endAll })), leases };
}
async function openLeasedPglite(): Promise<Opened> {
  const leases = makeReadLeases({ leaseMs: 3, now });
  const { db, close } = await openPglite({ onWritten: leases.endAll });
  await migrate(db);
  return { db, close, leases };
}

describe.each([
  ['PGlite', openLeasedPglite],
  ['PostgreSQL', openLeasedPostgres],
] as const)('reads that are leased, on %s', (_name, open) => {
  let database: Opened;
  let unitOfWork: UnitOfWork;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => database.close());
  beforeEach(async () => {
    await emptyAllTables(database.db);
    unitOfWork = makeDrizzleUnitOfWork({ db: database.db, ids: uuidIds, storeCurrency });
  });
  const readerBy = (leases: ReadLeases): CatalogueReader =>
    makeDrizzleCatalogueReader({ db: database.db, storeCurrency, leases });
  const mugBy = async (reader: CatalogueReader) => valueOf(await reader.product('mug'));
  const viewingBy = (leases: ReadLeases, clock = makeFakeClock()) =>
    makeViewCart({
      unitOfWork: makeDrizzleUnitOfWork({ db: database.db, ids: uuidIds, storeCurrency, leases }),
      clock,
      secrets,
    });

  /** A customer's cart of one mug. */
  async function filledCart(stock = 10) {
    const {
      productId,
      variants: [variant],
    } = await saveProduct(
      unitOfWork,
      sampleProduct({ slug: 'mug', name: 'Mug', variants: [sampleVariant({ price: usd(1_000), stock })] }),
    );
    const variantId = variant?.variantId ?? '';
    const customer = await addUser(unitOfWork);
    const stored = sampleCart({ customerId: customer.id });
    const full = { ...stored, cart: accepted(addToCart(stored.cart, variantId, 1)) };
    valueOf(await unitOfWork.run(({ carts }) => carts.add(full)));
    return {
      productId,
      variantId,
      cartId: full.cart.id,
      caller: { type: 'user', userId: customer.id, role: 'customer' } as const,
    };
  }

  it('answer a product without asking the database until the lease is over', async () => {
    const { productId } = await filledCart();
    // No write of this process ends these.
    const reader = readerBy(makeReadLeases({ leaseMs: 3, now }));
    const view = await mugBy(reader);
    await database.db.update(products).set({ name: 'Cup' }).where(eq(products.id, productId));
    at += 2.9;
    expect(await mugBy(reader)).toBe(view);
    at += 0.1;
    expect((await mugBy(reader))?.name).toBe('Cup');
  });

  it('answer a cart without asking the database until the lease is over, then by what is sold today', async () => {
    const { variantId, cartId, caller } = await filledCart();
    const viewCart = viewingBy(makeReadLeases({ leaseMs: 3, now }));
    const view = valueOf(await viewCart({ caller, cartId }));
    await database.db.update(variants).set({ price: 3_000 }).where(eq(variants.id, variantId));
    at += 2.9;
    expect(valueOf(await viewCart({ caller, cartId }))).toBe(view);
    at += 0.1;
    expect(valueOf(await viewCart({ caller, cartId })).priced.total).toEqual(usd(3_000));
  });

  it('end with a commit of this process, in whichever way it writes, before whoever writes goes on', async () => {
    const { leases, db } = database;
    const { variantId, cartId, caller } = await filledCart();
    const order = await sampleOrder(unitOfWork, { lines: [{ variantId, quantity: 1 }] });
    const ways: Readonly<Record<string, () => Promise<unknown>>> = {
      'a transaction': async () => saveProduct(unitOfWork, sampleProduct()),
      'a transaction that is undone': async () => unitOfWork.run(() => errAsync('refused')),
      'a change decided on plain reads': async () =>
        makeAddLine({ unitOfWork, clock: makeFakeClock(), secrets })({ caller, cartId, variantId, quantity: 1 }),
      'orders placed together': async () =>
        makeDrizzleOrderPlacements({ db, ids: uuidIds }).commit({
          order,
          events: [],
          demand: [{ variantId, quantity: 1 }],
          request: { caller: 'ada', key: freshId(), fingerprint: 'a request' },
          outcome: '{}',
          expiresAt: afterNoon(86_400),
        }),
      'payments of the sandbox': async () =>
        makeDrizzleSandboxPaymentStore({ db, ids: uuidIds }).create(
          sampleSandboxPayment({ orderId: order.id, orderNumber: order.number, amount: usd(1_000) }),
        ),
      'rules of pricing': async () => savePromotions(db, [promotion]),
      'a statement by itself': async () => db.execute(sql`update stock set available = 7`),
      'a statement that fails': async () => Promise.allSettled([db.execute(sql`update stock set available = -1`)]),
    };
    for (const [way, write] of Object.entries(ways)) {
      const lease = leases.begin();
      const held = leases.holds(lease);
      await write();
      expect([way, held, leases.holds(lease)]).toEqual([way, true, false]);
    }
  });

  it('hold while others only read', async () => {
    const { leases } = database;
    const { cartId, caller } = await filledCart();
    const lease = leases.begin();
    valueOf(await viewingBy(leases)({ caller, cartId }));
    await mugBy(readerBy(leases));
    expect(leases.holds(lease)).toBe(true);
  });

  it('show what this process has committed just before', async () => {
    const { variantId, cartId, caller } = await filledCart(6);
    const [reader, viewCart] = [readerBy(database.leases), viewingBy(database.leases)];
    const addLine = makeAddLine({ unitOfWork, clock: makeFakeClock(), secrets });
    for (let quantity = 2; quantity <= 5; quantity += 1) {
      valueOf(await viewCart({ caller, cartId }));
      await mugBy(reader);
      valueOf(await addLine({ caller, cartId, variantId, quantity: 1 }));
      expect(valueOf(await viewCart({ caller, cartId })).stored.cart.lines[0]?.quantity).toBe(quantity);
      await database.db.execute(sql`update stock set available = ${quantity % 2 === 0 ? 0 : 10}`);
      expect((await mugBy(reader))?.variants[0]?.availability).toBe(quantity % 2 === 0 ? 'out_of_stock' : 'in_stock');
    }
  });

  it('price a cart anew when a promotion has begun, though its lease holds', async () => {
    const { cartId, caller } = await filledCart();
    valueOf(await savePromotions(database.db, [promotion]));
    const clock = makeFakeClock('2026-11-21T09:29:59.999Z');
    const viewCart = viewingBy(database.leases, clock);
    expect(valueOf(await viewCart({ caller, cartId })).priced.total).toEqual(usd(1_000));
    clock.advance(1);
    expect(valueOf(await viewCart({ caller, cartId })).priced.total).toEqual(usd(900));
    clock.advance(-1);
    expect(valueOf(await viewCart({ caller, cartId })).priced.total).toEqual(usd(1_000));
  });

  it('answer the very view again while the same is found and all promotions run, and price anew when one ends', async () => {
    const { cartId, caller, variantId } = await filledCart();
    valueOf(
      await savePromotions(database.db, [
        { ...promotion, conditions: { startsAt: '2026-11-21T09:00:00Z', endsAt: '2026-11-21T09:30:00.500Z' } },
      ]),
    );
    const clock = makeFakeClock('2026-11-21T09:30:00.000Z');
    const viewCart = viewingBy(makeReadLeases({ leaseMs: 3, now }), clock);
    const view = valueOf(await viewCart({ caller, cartId }));
    clock.advance(100);
    expect(valueOf(await viewCart({ caller, cartId }))).toBe(view);
    at += 3;
    expect(valueOf(await viewCart({ caller, cartId }))).toBe(view);
    await database.db.update(variants).set({ price: 3_000 }).where(eq(variants.id, variantId));
    at += 3;
    expect(valueOf(await viewCart({ caller, cartId })).priced.total).toEqual(usd(2_700));
    clock.advance(399);
    expect(valueOf(await viewCart({ caller, cartId })).priced.total).toEqual(usd(2_700));
    clock.advance(1);
    expect(valueOf(await viewCart({ caller, cartId })).priced.total).toEqual(usd(3_000));
  });

  it('price a cart anew after a promotion that ended between two milliseconds', async () => {
    const { cartId, caller } = await filledCart();
    const endsAt = '2026-11-21T09:00:00.0009999999999Z';
    valueOf(await savePromotions(database.db, [{ ...promotion, conditions: { endsAt } }]));
    const clock = makeFakeClock('2026-11-21T09:00:00.000Z');
    const viewCart = viewingBy(database.leases, clock);
    expect(valueOf(await viewCart({ caller, cartId })).priced.total).toEqual(usd(900));
    clock.advance(1);
    expect(valueOf(await viewCart({ caller, cartId })).priced.total).toEqual(usd(1_000));
  });

  it('tell of a promotion that is over as of the time of each look', async () => {
    const { cartId, caller } = await filledCart();
    valueOf(await savePromotions(database.db, [{ ...promotion, conditions: { endsAt: '2026-11-21T09:00:00Z' } }]));
    const clock = makeFakeClock('2026-11-21T09:30:00.000Z');
    const viewCart = viewingBy(database.leases, clock);
    for (const time of ['2026-11-21T09:30:00.000Z', '2026-11-21T09:30:00.001Z']) {
      expect(valueOf(await viewCart({ caller, cartId })).priced.skipped).toMatchObject([
        { reason: { type: 'promotion.ended', at: time } },
      ]);
      clock.advance(1);
    }
  });

  it('show a cart to its customer alone, lease or not', async () => {
    const { cartId, caller } = await filledCart();
    const other = await addUser(unitOfWork);
    const viewCart = viewingBy(database.leases);
    const view = valueOf(await viewCart({ caller, cartId }));
    for (const stranger of [
      { type: 'guest' },
      { type: 'guest', cartToken: 'guessed' },
      { type: 'user', userId: other.id, role: 'admin' },
    ] as const) {
      const refused = await viewCart({ caller: stranger, cartId });
      expect(refused._unsafeUnwrapErr()).toEqual({ type: 'cart.not-found', cartId });
    }
    expect(valueOf(await viewCart({ caller, cartId }))).toBe(view);
  });

  it("price a guest's cart for each who holds its token by who they are", async () => {
    const { variantId, caller } = await filledCart();
    const token = secrets.generate();
    const stored = sampleCart({ tokenDigest: secrets.digest(token) });
    const full = { ...stored, cart: accepted(addToCart(stored.cart, variantId, 1)) };
    valueOf(await unitOfWork.run(({ carts }) => carts.add(full)));
    valueOf(await savePromotions(database.db, [{ ...promotion, conditions: { segments: ['guest'] } }]));
    const viewCart = viewingBy(database.leases);
    const totalFor = async (who: Caller) =>
      valueOf(await viewCart({ caller: { ...who, cartToken: token }, cartId: full.cart.id })).priced.total;
    for (let time = 0; time < 2; time += 1) {
      expect([await totalFor({ type: 'guest' }), await totalFor(caller)]).toEqual([usd(900), usd(1_000)]);
    }
  });
});

const promotion: Promotion = {
  id: 'welcome',
  name: 'Welcome',
  target: { type: 'order' },
  effect: { type: 'percent', rate: 100_000 },
  conditions: { startsAt: '2026-11-21T09:30:00.000Z' },
};

it("another process's commit is read once the lease is over, and not by a lease that was given before it", async () => {
  const { db, url, close, leases } = await openLeasedPostgres();
  const other = openPostgres({ url, maxConnections: 2 });
  const theirs = makeDrizzleUnitOfWork({ db: other.db, ids: uuidIds, storeCurrency });
  const reader = makeDrizzleCatalogueReader({ db, storeCurrency, leases });
  const draft = sampleProduct({ slug: 'mug', name: '0' });
  await saveProduct(theirs, draft);
  for (let version = 1; version <= 20; version += 1) {
    const before = valueOf(await reader.product('mug'));
    await saveProduct(theirs, { ...draft, name: String(version) });
    expect(valueOf(await reader.product('mug'))).toBe(before);
    // As long as the one who writes is made to wait.
    at += 3;
    expect(valueOf(await reader.product('mug'))?.name).toBe(String(version));
  }
  await Promise.all([other.close(), close()]);
});
