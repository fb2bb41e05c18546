import { ResultAsync } from 'neverthrow';
import type { ReadRepositories, StoredCart, UnitOfWork } from '@cartwright/application';
import { accepted, cancelled, sampleOrder } from '@cartwright/application/contracts/sample-order';
import {
  addUser,
  ensureCategory,
  freshId,
  noon,
  sampleCart,
  sampleProduct,
  sampleVariant,
  saveProduct,
  usd,
  valueOf,
} from '@cartwright/application/contracts/sample-shop';
import { addToCart, type Promotion } from '@cartwright/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  testedDatabases,
  emptyAllTables,
  openTestPostgres,
  type TestDatabase,
} from '../../../testing/drizzle-databases.js';
import { uuidIds } from '../../system/uuid-ids.js';
import { saveMinimumOrderRules, savePromotions, saveShippingMethods } from '../repositories/pricing-rules-writer.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

const promotion: Promotion = {
  id: 'welcome',
  name: 'Welcome',
  target: { type: 'order' },
  effect: { type: 'percent', rate: 100_000 },
  conditions: { usageLimit: 9 },
};

/** A cart of one unit of each. */
const cartOf = (variantIds: readonly string[], customerId?: string): StoredCart => {
  const stored = sampleCart(customerId === undefined ? {} : { customerId });
  return {
    ...stored,
    cart: variantIds.reduce((cart, variantId) => accepted(addToCart(cart, variantId, 1)), stored.cart),
  };
};

/** What a cart of these variants is priced by for this caller. */
const factsFor = (
  { catalogue, pricing, users, orders }: ReadRepositories,
  variantIds: readonly string[],
  userId: string | undefined,
) =>
  ResultAsync.combine([
    catalogue.items(variantIds),
    pricing.current(userId),
    users.byId(userId ?? freshId()),
    orders.countOf(userId ?? freshId()),
  ]);

describe.each(testedDatabases)('a cart that is read to be priced, on %s', (_name, openDatabase) => {
  let database: TestDatabase;
  let unitOfWork: UnitOfWork;
  beforeAll(async () => {
    database = await openDatabase();
  });
  afterAll(async () => database.close());
  beforeEach(async () => {
    await emptyAllTables(database.db);
    unitOfWork = makeDrizzleUnitOfWork({ db: database.db, ids: uuidIds, storeCurrency: 'USD' });
  });
  const keep = async (stored: StoredCart): Promise<void> =>
    valueOf(await unitOfWork.run(({ carts }) => carts.add(stored)));
  const factsWith = async (stored: StoredCart, userId: string | undefined) => {
    const variantIds = stored.cart.lines.map(({ variantId }) => variantId);
    return valueOf(
      await unitOfWork.read((shop) =>
        shop.carts
          .find(stored.cart.id)
          .andThen((found) => factsFor(shop, variantIds, userId).map((facts) => [found, ...facts])),
      ),
    );
  };
  const factsWithout = async (stored: StoredCart, userId: string | undefined) =>
    valueOf(
      await unitOfWork.read((shop) =>
        factsFor(
          shop,
          stored.cart.lines.map(({ variantId }) => variantId),
          userId,
        ),
      ),
    );

  /** Rules of each kind; a customer who has ordered, cancelled and used up a promotion; a draft and a file among the goods. */
  async function busyShop() {
    valueOf(await savePromotions(database.db, [promotion]));
    valueOf(
      await saveShippingMethods(database.db, [
        { id: 'post', name: 'Post', charge: { type: 'flat', amount: usd(500) }, deliveryDays: { min: 1, max: 3 } },
      ]),
    );
    valueOf(await saveMinimumOrderRules(database.db, [{ minimum: usd(1), basis: 'subtotal' }]));
    valueOf(
      await unitOfWork.run(({ pricing }) => pricing.saveTax({ prices: 'inclusive', rates: { standard: 190_000 } })),
    );
    const categoryIds = [
      await ensureCategory(unitOfWork, 'Home', 'Kitchen'),
      await ensureCategory(unitOfWork, 'Gifts'),
    ];
    const mug = await saveProduct(
      unitOfWork,
      sampleProduct({
        categoryIds,
        variants: [sampleVariant({ name: 'Red', stock: 3, taxClass: 'standard' }), sampleVariant({ digital: true })],
      }),
    );
    const draft = await saveProduct(unitOfWork, sampleProduct({ status: 'draft' }));
    const variantIds = [...mug.variants, ...draft.variants].map(({ variantId }) => variantId);
    const [ada, bob] = [await addUser(unitOfWork), await addUser(unitOfWork)];
    for (const { id } of [ada, ada, bob]) {
      const order = await sampleOrder(unitOfWork, {
        lines: [{ variantId: variantIds[0] ?? '', quantity: 1 }],
        customerId: id,
      });
      valueOf(await unitOfWork.run(({ orders }) => orders.add(order)));
      const counters = [{ promotionId: 'welcome' }, { promotionId: 'welcome', buyer: id }];
      valueOf(
        await unitOfWork.run(({ promotionUsage }) =>
          promotionUsage.lock(counters).andThen(() => promotionUsage.count(order.id, counters)),
        ),
      );
    }
    const gone = await sampleOrder(unitOfWork, {
      lines: [{ variantId: variantIds[0] ?? '', quantity: 1 }],
      customerId: ada.id,
    });
    valueOf(await unitOfWork.run(({ orders }) => orders.add(cancelled(gone))));
    return { variantIds, ada, bob };
  }

  it('brings what would be read for its customer one by one', async () => {
    const { variantIds, ada } = await busyShop();
    const stored = cartOf(variantIds, ada.id);
    await keep(stored);
    const [found, items, current, user, orderCount] = await factsWith(stored, ada.id);
    expect([items, current, user, orderCount]).toStrictEqual(await factsWithout(stored, ada.id));
    expect([found, user, orderCount]).toStrictEqual([stored, ada, 2]);
    expect(current).toMatchObject({ promotionUsage: { welcome: { uses: 3, customerUses: 2 } } });
  });

  it('brings what would be read for a guest, and leaves what another caller is to be asked for', async () => {
    const { variantIds, ada, bob } = await busyShop();
    const [guests, adas] = [cartOf(variantIds), cartOf(variantIds, ada.id)];
    await keep(guests);
    await keep(adas);
    for (const [stored, userId] of [
      [guests, undefined],
      [guests, bob.id],
      [adas, undefined],
      [adas, bob.id],
    ] as const) {
      expect((await factsWith(stored, userId)).slice(1)).toStrictEqual(await factsWithout(stored, userId));
    }
  });

  it('may be empty, hold what is no longer sold or never was, or have a customer who is gone', async () => {
    const { variantIds } = await busyShop();
    const [nobody, unknown] = [freshId(), freshId()];
    for (const stored of [
      cartOf([]),
      cartOf([...variantIds, unknown]),
      cartOf(['no id', ...variantIds]),
      cartOf(variantIds, nobody),
    ]) {
      await keep(stored);
      const { customerId } = stored.cart;
      expect((await factsWith(stored, customerId)).slice(1)).toStrictEqual(await factsWithout(stored, customerId));
    }
  });

  it('is found by each of many who ask at once, whatever else is asked for', async () => {
    const { variantIds } = await busyShop();
    const stored = [cartOf(variantIds), cartOf([]), cartOf(variantIds.slice(1))];
    for (const each of stored) await keep(each);
    const asked = ['no id', ...stored.map(({ cart }) => cart.id), freshId(), ...stored.map(({ cart }) => cart.id)];
    const answers = await Promise.all(
      asked.map(async (id) => valueOf(await unitOfWork.read(({ carts }) => carts.find(id)))),
    );
    expect(answers).toStrictEqual([undefined, ...stored, undefined, ...stored]);
  });
});

it('a cart is read with the rules, goods and lines that another process has committed just before', async () => {
  const { db, close } = await openTestPostgres();
  const unitOfWork = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency: 'USD' });
  const other = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency: 'USD' });
  const draft = sampleProduct();
  const {
    variants: [variant],
  } = await saveProduct(other, draft);
  const stored = cartOf([variant?.variantId ?? '']);
  valueOf(await other.run(({ carts }) => carts.add(stored)));
  const ids = stored.cart.lines.map(({ variantId }) => variantId);
  for (let round = 1; round <= 5; round += 1) {
    await saveProduct(other, { ...draft, name: `Mug ${round}` });
    valueOf(await savePromotions(db, [{ ...promotion, name: `Welcome ${round}` }]));
    valueOf(
      await other.run(({ carts }) =>
        carts.lock(stored.cart.id).andThen(() => carts.save({ ...stored, updatedAt: noon })),
      ),
    );
    const [found, items, current] = valueOf(
      await unitOfWork.read((shop) =>
        shop.carts
          .find(stored.cart.id)
          .andThen((cart) => factsFor(shop, ids, undefined).map((facts) => [cart, ...facts] as const)),
      ),
    );
    expect([found?.version, [...items.values()][0]?.name, current.rules.promotions[0]?.name]).toEqual([
      round + 1,
      `Mug ${round}`,
      `Welcome ${round}`,
    ]);
  }
  await close();
});
