/** Long because a decision reads each of its facts at once, and each is tested alone and beside others. */
import type {
  PricingFactsQuery,
  PricingFactsReader,
  PricingRules,
  ShopDetails,
  StoredAddress,
  StoredCart,
  StoredPricingFacts,
  UnitOfWork,
} from '@cartwright/application';
import { addToCart, type Order, type Promotion, type VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { accepted, cancelled, changeOrder, sampleOrder } from '../../sample-order.js';
import {
  addUser,
  afterNoon,
  ensureCategory,
  freshId,
  sampleCart,
  sampleProduct,
  sampleVariant,
  saveProduct,
  usd,
  valueOf,
} from '../../sample-shop.js';
import { sampleAddress } from '../customers/addresses.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

const welcome: Promotion = {
  id: 'welcome',
  name: 'Welcome',
  target: { type: 'order' },
  effect: { type: 'percent', rate: 100_000 },
  conditions: { usageLimit: 9, customerUsageLimit: 3 },
};
const firstOrder: Promotion = { ...welcome, id: 'first', conditions: { firstOrder: true } };
const rules: PricingRules = {
  promotions: [firstOrder, welcome],
  shippingMethods: [
    {
      id: 'post',
      name: 'Post',
      zones: [{ countries: [] }],
      charges: [{ type: 'flat', amount: usd(500) }],
      deliveryDays: { min: 1, max: 3 },
    },
  ],
  minimumOrderRules: [{ minimum: usd(1), basis: 'subtotal' }],
  taxZones: [{ countries: [], prices: 'inclusive', rates: { standard: 190_000 } }],
};

type Read = (unitOfWork: UnitOfWork, query: PricingFactsQuery) => ReturnType<PricingFactsReader['facts']>;
const asFacts = (facts: ResultAsync<StoredPricingFacts, unknown>) => facts as ReturnType<PricingFactsReader['facts']>;
const reads: readonly (readonly [name: string, read: Read])[] = [
  ['without locks', ({ read }, query) => asFacts(read(({ pricing }) => pricing.facts(query)))],
  ['in a transaction', ({ run }, query) => asFacts(run(({ pricing }) => pricing.facts(query)))],
  ['under locks', ({ run }, query) => asFacts(run(({ locking }) => locking.pricing.facts(query)))],
];

const dutchShop: ShopDetails = {
  name: 'Pottery',
  address: [],
  currency: 'USD',
  timeZone: 'UTC',
  locales: ['nl', 'de'],
};

/** A cart with one unit of each. */
const cartOf = (variantIds: readonly VariantId[], facts: Parameters<typeof sampleCart>[0] = {}): StoredCart => {
  const stored = sampleCart(facts);
  return {
    ...stored,
    cart: variantIds.reduce((cart, variantId) => accepted(addToCart(cart, variantId, 1)), stored.cart),
  };
};

export const describePricingFacts = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe.each(reads)('what a cart is priced by, read %s', (_name, read) => {
    const subject = subjectForEachTest(makeSubject);
    const factsOf = async (query: PricingFactsQuery) => valueOf(await read(subject().unitOfWork, query));
    const keep = async (stored: StoredCart): Promise<void> =>
      valueOf(await subject().unitOfWork.run(({ carts }) => carts.add(stored)));
    const itemsOf = async (ids: readonly VariantId[]) =>
      valueOf(await subject().unitOfWork.read(({ catalogue }) => catalogue.items(ids)));

    /** A product with a counted variant and a digital one, and a draft: their variants, in this order. */
    async function saveGoods() {
      const { unitOfWork } = subject();
      const categoryIds = [
        await ensureCategory(unitOfWork, 'Home', 'Kitchen'),
        await ensureCategory(unitOfWork, 'Gifts'),
      ];
      const mug = sampleProduct({
        categoryIds,
        variants: [sampleVariant({ name: 'Red', stock: 3, taxClass: 'standard' }), sampleVariant({ digital: true })],
      });
      const saved = [
        await saveProduct(unitOfWork, mug),
        await saveProduct(unitOfWork, sampleProduct({ status: 'draft' })),
      ];
      const [red = '', file = '', draft = ''] = saved.flatMap(({ variants }) =>
        variants.map(({ variantId }) => variantId),
      );
      return [red, file, draft] as const;
    }
    const placeFor = async (customerId: string, isCancelled = false) => {
      const { unitOfWork } = subject();
      const [variantId] = await saveGoods();
      const order = await sampleOrder(unitOfWork, { lines: [{ variantId, quantity: 1 }], customerId });
      const uses = [{ promotionId: 'welcome' }, { promotionId: 'welcome', buyer: customerId }];
      valueOf(
        await unitOfWork.commit({
          order: { type: 'place', order: isCancelled ? cancelled(order) : order },
          ...(isCancelled ? {} : { promotions: { type: 'count', orderId: order.id, uses } }),
        }),
      );
    };

    it('are only the rules in an empty shop', async () => {
      expect(await factsOf({})).toStrictEqual({
        items: new Map(),
        rules: { promotions: [], shippingMethods: [] },
        promotionUsage: {},
        addresses: [],
        orderCount: 0,
        unpaid: { orders: 0, units: 0 },
      });
    });

    it('are the shop’s rules of each kind', async () => {
      await subject().givePricingRules(rules);
      const { rules: found } = await factsOf({});
      expect(found).toStrictEqual(valueOf(await subject().unitOfWork.read(({ pricing }) => pricing.rules())));
      expect(found).toMatchObject({ ...rules, promotions: expect.arrayContaining([...rules.promotions]) });
    });

    it('bring a cart by its id, with the variants in it', async () => {
      const variantIds = await saveGoods();
      const stored = cartOf(variantIds, { tokenDigest: 'digest', updatedAt: afterNoon(1) });
      await keep(stored);
      await keep(cartOf([]));
      const facts = await factsOf({ cart: { id: stored.cart.id } });
      expect(facts.cart).toStrictEqual(stored);
      expect(facts.items).toStrictEqual(await itemsOf(variantIds));
      expect(variantIds.map((id) => [facts.items.get(id)?.available, facts.items.get(id)?.onSale])).toEqual([
        [3, true],
        [undefined, true],
        [undefined, false],
      ]);
    });

    it('bring the names of variants in other languages, and the language of all other names', async () => {
      const { unitOfWork } = subject();
      const draft = sampleProduct({
        translations: { de: { name: 'Emailbecher' }, 'fr-CH': { name: 'Gobelet' } },
        variants: [sampleVariant({ name: '' }), sampleVariant({ name: 'Red' })],
      });
      const { variants } = await saveProduct(unitOfWork, draft);
      const [plain] = await saveGoods();
      const variantIds = [...variants.map(({ variantId }) => variantId), plain];
      valueOf(await unitOfWork.run(({ shop }) => shop.add(dutchShop)));
      const { items, rules: found } = await factsOf({ variantIds });
      expect(found.locale).toBe('nl');
      expect(variantIds.map((id) => items.get(id)?.translatedNames)).toEqual([
        { de: 'Emailbecher', 'fr-CH': 'Gobelet' },
        { de: 'Emailbecher (Red)', 'fr-CH': 'Gobelet (Red)' },
        undefined,
      ]);
      expect(items).toStrictEqual(await itemsOf(variantIds));
    });

    it('bring an ordered cart by its id too', async () => {
      const stored = cartOf([], { status: 'ordered' });
      await keep(stored);
      expect((await factsOf({ cart: { id: stored.cart.id } })).cart).toStrictEqual(stored);
    });

    it('bring the open cart of a customer, and none where they have none', async () => {
      const variantIds = await saveGoods();
      const { id: customerId } = await addUser(subject().unitOfWork);
      const openOf = async (id = customerId) => factsOf({ cart: { openOf: id } });
      await keep(cartOf([], { customerId, status: 'ordered' }));
      expect((await openOf()).cart).toBeUndefined();
      const stored = cartOf(variantIds, { customerId });
      await keep(stored);
      const { cart, items } = await openOf();
      expect([cart, items]).toStrictEqual([stored, await itemsOf(variantIds)]);
      expect((await openOf(freshId())).cart).toBeUndefined();
    });

    it('bring further variants, those of the cart included', async () => {
      const [red, file, draft] = await saveGoods();
      const stored = cartOf([red]);
      await keep(stored);
      const facts = await factsOf({ cart: { id: stored.cart.id }, variantIds: [draft, red, file, draft] });
      expect(facts.items).toStrictEqual(await itemsOf([red, file, draft]));
      expect((await factsOf({ variantIds: [file] })).items).toStrictEqual(await itemsOf([file]));
    });

    it('omit ids that do not exist, of any format', async () => {
      const [red] = await saveGoods();
      const stored = cartOf(['no id', red, freshId()]);
      await keep(stored);
      const { cart, items } = await factsOf({
        cart: { id: stored.cart.id },
        variantIds: ['__proto__', freshId(), red.toUpperCase().slice(0, -1), 'null'],
        userId: freshId(),
        buyer: 'nobody',
      });
      expect([cart, items]).toStrictEqual([stored, await itemsOf([red])]);
      for (const id of ['no id', freshId(), '']) {
        expect(await factsOf({ cart: { id }, variantIds: [id], userId: id, buyer: 'x' })).toStrictEqual(
          await factsOf({}),
        );
        expect((await factsOf({ cart: { openOf: id } })).cart).toBeUndefined();
      }
    });

    it('bring the user', async () => {
      const ada = await addUser(subject().unitOfWork);
      await addUser(subject().unitOfWork);
      expect((await factsOf({ userId: ada.id })).user).toStrictEqual(ada);
      expect('user' in (await factsOf({ buyer: ada.id }))).toBe(false);
    });

    it('bring the default address of the user and those that are named, never those of others', async () => {
      const { unitOfWork } = subject();
      const [ada, bob] = [await addUser(unitOfWork), await addUser(unitOfWork)];
      const [home, work, attic] = [
        sampleAddress(ada.id, { isDefault: true }),
        sampleAddress(ada.id),
        sampleAddress(ada.id),
      ];
      const bobs = sampleAddress(bob.id);
      for (const address of [home, work, attic, bobs]) {
        valueOf(await unitOfWork.run(({ addresses }) => addresses.save(address)));
      }
      const shown = ({ id, address, isDefault }: StoredAddress) => ({ id, address, isDefault });
      const addressesOf = async (query: PricingFactsQuery) => (await factsOf(query)).addresses;
      expect(await addressesOf({ userId: ada.id })).toStrictEqual([shown(home)]);
      const addressIds = [work.id, bobs.id, freshId(), 'no id', home.id];
      expect(await addressesOf({ userId: ada.id, addressIds })).toStrictEqual([shown(home), shown(work)]);
      expect(await addressesOf({ userId: bob.id, addressIds })).toStrictEqual([shown(bobs)]);
      expect(await addressesOf({ userId: bob.id })).toEqual([]);
      expect(await addressesOf({ addressIds })).toEqual([]);
    });

    it('count the orders of the user where a promotion is for first orders, cancelled ones and those of others left out', async () => {
      const { unitOfWork } = subject();
      const [ada, bob, eve] = [await addUser(unitOfWork), await addUser(unitOfWork), await addUser(unitOfWork)];
      for (const { id } of [ada, ada, bob]) await placeFor(id);
      await placeFor(ada.id, true);
      const counts = async () =>
        Promise.all([ada, bob, eve].map(async ({ id }) => (await factsOf({ userId: id })).orderCount));
      await subject().givePricingRules({ ...rules, promotions: [welcome] });
      expect(await counts()).toEqual([0, 0, 0]);
      await subject().givePricingRules(rules);
      expect(await counts()).toEqual([2, 1, 0]);
      expect((await factsOf({ buyer: ada.id })).orderCount).toBe(0);
    });

    it('count the pending orders of a caller with the units that they reserve, until they are no longer pending', async () => {
      const { unitOfWork } = subject();
      const [red] = await saveGoods();
      const place = async (placedBy: string, units: number): Promise<Order> => {
        const order = await sampleOrder(unitOfWork, { lines: [{ variantId: red, quantity: units }] });
        valueOf(await unitOfWork.commit({ order: { type: 'place', order, hold: { placedBy, units } } }));
        return order;
      };
      const unpaidBy = async (placedBy: string) => (await factsOf({ placedBy })).unpaid;
      const [first, second] = [await place('ada', 2), await place('ada', 3)];
      await place('bob', 4);
      expect(await unpaidBy('ada')).toEqual({ orders: 2, units: 5 });
      expect(await unpaidBy('eve')).toEqual({ orders: 0, units: 0 });
      const write = (order: Order, version: number) => unitOfWork.commit({ order: { type: 'change', order, version } });
      valueOf(await write({ ...first, email: 'ada@shop.example' }, 1));
      expect(await unpaidBy('ada'), 'a change leaves it pending').toEqual({ orders: 2, units: 5 });
      valueOf(await write(cancelled(first), 2));
      expect(await unpaidBy('ada')).toEqual({ orders: 1, units: 3 });
      valueOf(await changeOrder(unitOfWork, second.id, cancelled));
      expect(await unpaidBy('ada')).toEqual({ orders: 0, units: 0 });
      expect(await unpaidBy('bob')).toEqual({ orders: 1, units: 4 });
    });

    it('bring the uses of promotions by everybody and by the buyer', async () => {
      const [ada, bob] = [await addUser(subject().unitOfWork), await addUser(subject().unitOfWork)];
      for (const { id } of [ada, ada, bob]) await placeFor(id);
      const usageOf = async (query: PricingFactsQuery) => (await factsOf(query)).promotionUsage;
      expect(await usageOf({ buyer: ada.id })).toStrictEqual({ welcome: { uses: 3, customerUses: 2 } });
      expect(await usageOf({ buyer: bob.id })).toStrictEqual({ welcome: { uses: 3, customerUses: 1 } });
      expect(await usageOf({ userId: ada.id })).toStrictEqual({ welcome: { uses: 3, customerUses: 0 } });
    });

    it('are found for each of many concurrent queries', async () => {
      await subject().givePricingRules(rules);
      const [red, file, draft] = await saveGoods();
      const ada = await addUser(subject().unitOfWork);
      await placeFor(ada.id);
      const carts = [cartOf([red, draft]), cartOf([]), cartOf([file], { customerId: ada.id })];
      for (const stored of carts) await keep(stored);
      const queries: readonly PricingFactsQuery[] = [
        {},
        { cart: { id: 'no id' } },
        ...carts.map(({ cart: { id } }) => ({ cart: { id } })),
        { cart: { openOf: ada.id }, userId: ada.id, buyer: ada.id, variantIds: [draft] },
        { cart: { id: freshId() }, userId: ada.id },
        { variantIds: [red], buyer: ada.id },
        ...carts.map(({ cart: { id } }) => ({ cart: { id }, variantIds: [file] })),
      ];
      const together = await Promise.all(queries.map(factsOf));
      for (const [index, query] of queries.entries()) expect(together[index]).toStrictEqual(await factsOf(query));
      expect(together.map(({ cart }) => cart)).toStrictEqual([
        undefined,
        undefined,
        ...carts,
        carts[2],
        undefined,
        undefined,
        ...carts,
      ]);
    });
  });
};
