import type { StoredCart, UnitOfWork } from '@cartwright/application';
import { accepted, sampleOrder } from '@cartwright/application/contracts/sample-order';
import {
  addUser,
  freshId,
  sampleCart,
  sampleProduct,
  saveProduct,
  valueOf,
} from '@cartwright/application/contracts/sample-shop';
import { addToCart, type Promotion } from '@cartwright/domain';
import { ResultAsync } from 'neverthrow';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startStatementCounter, type StatementCounter } from '../../../testing/count-statements.js';
import { openTestPostgres } from '../../../testing/drizzle-databases.js';
import { openPostgres, type OpenPostgres } from '../../postgres/open-postgres.js';
import { uuidIds } from '../../system/uuid-ids.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

/**
 * What the contract of a unit of work does not show: how many statements concurrent reads are, and how old what they
 * return.
 */
let database: Awaited<ReturnType<typeof openTestPostgres>>;
let counter: StatementCounter;
let pool: OpenPostgres;
let unitOfWork: UnitOfWork;
/** Another process on the same database. */
let other: UnitOfWork;
beforeAll(async () => {
  database = await openTestPostgres();
  counter = await startStatementCounter(database.url);
  pool = openPostgres({ url: counter.url, maxConnections: 10 });
  unitOfWork = makeDrizzleUnitOfWork({ db: pool.db, ids: uuidIds, storeCurrency: 'USD' });
  other = makeDrizzleUnitOfWork({ db: database.db, ids: uuidIds, storeCurrency: 'USD' });
});
afterAll(async () => {
  await pool.close();
  await counter.close();
  await database.close();
});

const promotion: Promotion = {
  id: 'welcome',
  name: 'Welcome',
  target: { type: 'order' },
  effect: { type: 'percent', rate: 100_000 },
};
/** A product with one variant, and a cart that holds it. */
async function saveFilledCart() {
  const draft = sampleProduct({ name: 'Mug' });
  const [variant] = (await saveProduct(other, draft)).variants;
  const stored = sampleCart();
  const full = { ...stored, cart: accepted(addToCart(stored.cart, variant?.variantId ?? '', 1)) };
  valueOf(await other.commit({ cart: { type: 'open', stored: full } }));
  return { draft, stored: full };
}
const factsOf = async ({ cart: { id } }: StoredCart) =>
  valueOf(await unitOfWork.read(({ pricing }) => pricing.facts({ cart: { id } })));

it('concurrent reads of a kind share a statement, whichever keys they have', async () => {
  const { stored } = await saveFilledCart();
  const user = await addUser(other);
  const lines = stored.cart.lines;
  const orders = await Promise.all([1, 2, 3].map(() => sampleOrder(other, { lines })));
  for (const order of orders) valueOf(await other.commit({ order: { type: 'place', order } }));
  const readAll = () =>
    unitOfWork.read((reads) =>
      ResultAsync.combine(
        Array.from({ length: 20 }, () => [
          reads.pricing.facts({ cart: { id: stored.cart.id } }).map(Boolean),
          reads.pricing.facts({ variantIds: [freshId()] }).map(Boolean),
          reads.orders.find(orders[0]?.id ?? '').map(Boolean),
          reads.orders.find(freshId()).map(Boolean),
          reads.payments.find(freshId()).map(Boolean),
          reads.payments.ofOrder(freshId()).map(Boolean),
          reads.payments.lookUp({ provider: 'sandbox', reference: freshId() }).map(Boolean),
          reads.users.byId(user.id).map(Boolean),
          reads.profiles.ofUser(user.id).map(Boolean),
          reads.inbox.seen(freshId(), 'mail'),
          reads.catalogue.items([lines[0]?.variantId ?? '', freshId()]).map(Boolean),
          reads.shop.find().map(() => true),
        ]).flat(),
      ),
    );
  const statements = await counter.during(async () => valueOf(await readAll()));
  // One each of facts, orders, payments by id, payments of orders, payment look-ups, users, their profiles, messages,
  // items and shop.
  expect(statements).toHaveLength(10);
});

it('a reader gets its own items of a shared statement, and none of the others', async () => {
  const wanted = await Promise.all(
    ['Mug', 'Vase'].map(
      async (name) => (await saveProduct(other, sampleProduct({ name }))).variants[0]?.variantId ?? '',
    ),
  );
  const found = await unitOfWork.read(({ catalogue }) =>
    ResultAsync.combine([...wanted.map((id) => catalogue.items([id, freshId()])), catalogue.items([])]),
  );
  expect(valueOf(found).map((items) => [...items.keys()])).toEqual([...wanted.map((id) => [id]), []]);
});

it('finds what an id names however it is written', async () => {
  const user = await addUser(other);
  const found = await Promise.all(
    [user.id, user.id.toUpperCase()].map(async (id) => valueOf(await unitOfWork.read(({ users }) => users.byId(id)))),
  );
  expect(found).toStrictEqual([user, user]);
});

it('a read returns nothing older than its request, though others are under way', async () => {
  const { draft, stored } = await saveFilledCart();
  const reading = { isOver: false, count: 0 };
  const readers = Array.from({ length: 8 }, async () => {
    for (; !reading.isOver; reading.count += 1) {
      await factsOf(stored);
      await setImmediate();
    }
  });
  try {
    for (let round = 1; round <= 10; round += 1) {
      await saveProduct(other, { ...draft, name: `Mug ${round}` });
      const renamed = { ...promotion, name: `Welcome ${round}` };
      valueOf(await other.run(({ promotions }) => promotions.save({ promotion: renamed })));
      valueOf(await other.commit({ cart: { type: 'change', stored: { ...stored, version: round + 1 } } }));
      const { cart, items, rules } = await factsOf(stored);
      expect([cart?.version, [...items.values()][0]?.name, rules.promotions[0]?.name]).toEqual([
        round + 1,
        `Mug ${round}`,
        `Welcome ${round}`,
      ]);
    }
  } finally {
    reading.isOver = true;
    await Promise.all(readers);
  }
  expect(reading.count).toBeGreaterThan(0);
});
