import type { Caller } from '@cartwright/application';
import { openUnits, type Order, type OrderUnits } from '@cartwright/domain';
import * as fc from 'fast-check';
import type { ResultAsync } from 'neverthrow';
import { expect, it } from 'vitest';
import { guest, home, openShop, orderNow, pay, request, type Shop } from '../../testing/shop-in-memory.js';
import { initialOrder } from '../placing/initial-order.js';

type Sold = { readonly order: Order; readonly caller: Caller };
type World = { readonly shop: Shop; readonly sold: readonly Sold[]; readonly stock: Readonly<Record<string, number>> };
/** Somebody does something, which may be refused. */
type Act = (world: World) => ResultAsync<unknown, unknown>;

/** Three mugs and a poster each, two of them paid. */
async function openWorld(): Promise<World> {
  const shop = await openShop();
  const stock = { [shop.mug]: shop.stockOf(shop.mug) ?? 0, [shop.poster]: shop.stockOf(shop.poster) ?? 0 };
  const sold: Sold[] = [];
  for (const key of ['first', 'second', 'unpaid']) {
    const placed = await shop.placeOrder({
      caller: guest,
      request: request(key),
      source: {
        type: 'items',
        items: [
          { variantId: shop.mug, quantity: 3 },
          { variantId: shop.poster, quantity: 1 },
        ],
      },
      email: 'guest@example.org',
      shippingAddress: home,
    });
    const { order, token = '' } = placed._unsafeUnwrap();
    sold.push({ order, caller: { type: 'guest', orderToken: token } });
  }
  for (const { order, caller } of sold.slice(0, 2)) await pay(shop, order, caller, `pay ${order.id}`);
  expect(await shop.runJobs()).toEqual([]);
  return { shop, sold, stock };
}

const sumOf = (records: readonly { readonly lines: readonly OrderUnits[] }[], variantId: string): number =>
  records
    .flatMap(({ lines }) => lines)
    .reduce((all, line) => all + (line.variantId === variantId ? line.quantity : 0), 0);
const moneyOf = (records: readonly { readonly amount: { readonly amount: number } }[]): number =>
  records.reduce((all, { amount }) => all + amount.amount, 0);

/**
 * The stock is what the ledger sums to and what no order holds; no unit and no cent goes where it has not come from.
 */
function keepsTheLaws({ shop, sold, stock }: World): void {
  const { returns, shipments, variants } = shop.store.committed();
  const orders = sold.map(({ order }) => orderNow(shop, order));
  // What a repeat of the request that placed it is answered with.
  expect(orders.map(initialOrder)).toEqual(sold.map(({ order }) => order));
  for (const [variantId, initial] of Object.entries(stock)) {
    const open = orders.reduce((all, order) => all + openIn(order, variantId), 0);
    expect(variants.get(variantId)?.reserved).toBe(open);
    const held = orders.reduce((all, order) => all + heldBy(order, variantId), 0);
    expect(shop.stockOf(variantId)).toBe(initial - held);
    for (const order of orders) {
      const ordered = order.pricing.lines.find((line) => line.variantId === variantId)?.quantity ?? 0;
      const shipped = sumOf(order.shipments, variantId);
      expect(shipped + sumOf(order.unitCancellations, variantId)).toBeLessThanOrEqual(ordered);
      const announced = [...returns.values()].filter(({ orderId }) => orderId === order.id);
      expect(sumOf(order.returns, variantId)).toBeLessThanOrEqual(sumOf(announced, variantId));
      expect(sumOf(announced, variantId)).toBeLessThanOrEqual(shipped);
    }
  }
  for (const { id, orderId, receivedAt } of returns.values()) {
    const order = orders.find((known) => known.id === orderId);
    expect(order?.returns.find((received) => received.id === id)?.at).toBe(receivedAt);
  }
  const parcels = orders.flatMap((order) => order.shipments.map(({ id }) => [id, order.id] as const));
  expect(new Map(parcels)).toEqual(shipments);
}

const openIn = (order: Order, variantId: string): number =>
  order.cancellation === undefined ? sumOf([{ lines: openUnits(order) }], variantId) : 0;

const heldBy = ({ cancellation, pricing, unitCancellations, returns }: Order, variantId: string): number => {
  if (cancellation !== undefined) return 0;
  const ordered = pricing.lines.find((line) => line.variantId === variantId)?.quantity ?? 0;
  return (
    ordered -
    sumOf(unitCancellations, variantId) -
    sumOf(
      returns.filter(({ restock }) => restock),
      variantId,
    )
  );
};

/** Once its jobs have run, the shop keeps what was paid for what its buyers kept, and owes nobody anything. */
async function settles({ shop, sold }: World): Promise<void> {
  expect(await shop.runJobs()).toEqual([]);
  for (const { order } of sold) {
    const { payments, refunds, returns, unitCancellations, cancellation, dueBack } = orderNow(shop, order);
    expect([dueBack.amount, refunds.filter(({ status }) => status !== 'confirmed')]).toEqual([0, []]);
    const given = cancellation === undefined ? moneyOf(returns) + moneyOf(unitCancellations) : moneyOf(payments);
    expect(moneyOf(refunds)).toBe(given);
  }
}

const which = fc.nat({ max: 2 });
const quantities = fc.record({ mugs: fc.nat({ max: 3 }), posters: fc.nat({ max: 1 }) });
const unitsOf = (
  { shop }: World,
  { mugs, posters }: { readonly mugs: number; readonly posters: number },
): readonly OrderUnits[] => [
  ...(mugs > 0 ? [{ variantId: shop.mug, quantity: mugs }] : []),
  ...(posters > 0 ? [{ variantId: shop.poster, quantity: posters }] : []),
];
const soldOf = ({ sold }: World, index: number): Sold => {
  const found = sold[index];
  if (found === undefined) throw new Error('an act is about an order that there is');
  return found;
};

const label = fc.record({ carrier: fc.constant('DHL'), trackingNumber: fc.constantFrom('T1', 'T2') });
const places = fc.nat({ max: 4 });
/** One of those that there are, so that an act is seldom about nothing. */
const oneOf = (ids: Iterable<string>, place: number): string => {
  const all = [...ids];
  return all[place % Math.max(1, all.length)] ?? 'none';
};
/** Acts that others depend on, and those that are often refused, come up more often. */
const weights: Readonly<Record<string, number>> = { ship: 3, announce: 4, receive: 3, 'cancel units': 3 };

const acts: Readonly<Record<string, fc.Arbitrary<Act>>> = {
  ship: fc.tuple(which, label).map(
    ([index, parcel]) =>
      (world) =>
        world.shop.shipOrder({ orderId: soldOf(world, index).order.id, ...parcel }),
  ),
  'ship some': fc.tuple(which, label, quantities).map(
    ([index, parcel, wanted]) =>
      (world) =>
        world.shop.shipOrder({ orderId: soldOf(world, index).order.id, ...parcel, lines: unitsOf(world, wanted) }),
  ),
  deliver: places.map(
    (index) =>
      ({ shop }) =>
        shop.deliverParcel({ shipmentId: oneOf(shop.store.committed().shipments.keys(), index) }),
  ),
  announce: fc
    .tuple(which, quantities, fc.constantFrom('chipped', 'too small'))
    .map(([index, wanted, reason]) => (world) => {
      const { order, caller } = soldOf(world, index);
      return world.shop.requestReturn({ caller, orderId: order.id, lines: unitsOf(world, wanted), reason });
    }),
  receive: fc.tuple(places, fc.boolean()).map(
    ([index, restock]) =>
      ({ shop }) =>
        shop.receiveReturn({ returnId: oneOf(shop.store.committed().returns.keys(), index), restock }),
  ),
  'cancel units': fc
    .tuple(which, quantities, fc.constantFrom('one', 'other'))
    .map(([index, wanted, key]) => (world) => {
      const { id: orderId } = soldOf(world, index).order;
      const lines = unitsOf(world, wanted);
      return world.shop.cancelUnits({ orderId, lines, request: request(key, JSON.stringify([orderId, lines])) });
    }),
  cancel: which.map((index) => (world) => {
    const { order, caller } = soldOf(world, index);
    return world.shop.cancelOrder({ caller, orderId: order.id });
  }),
};

const isThorough = process.env['THOROUGH'] === 'true';

it('keeps units and money together, whatever staff and buyers do, in whatever order, some of it twice at once', async () => {
  const done = new Set<string>();
  const act = fc.oneof(
    ...Object.entries(acts).map(([name, arbitrary]) => ({
      weight: weights[name] ?? 1,
      arbitrary: arbitrary.map((run) => ({ name, run })),
    })),
  );
  const step = fc.record({ act, twice: fc.boolean(), jobs: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const world = await openWorld();
      for (const {
        act: { name, run },
        twice,
        jobs,
      } of steps) {
        const outcomes = await Promise.all((twice ? [run, run] : [run]).map(async (doIt) => doIt(world)));
        if (outcomes.some((outcome) => outcome.isOk())) done.add(name);
        expect(jobs ? await world.shop.runJobs() : []).toEqual([]);
        keepsTheLaws(world);
        expect((await world.shop.checkStockLedger())._unsafeUnwrap()).toEqual({ differences: 0 });
      }
      await settles(world);
    }),
    // Each try is a whole life of three orders: 20 tries in `pnpm test`, 500 in `pnpm test:thorough`.
    { numRuns: Number(process.env['FC_RUNS'] ?? '200') / (isThorough ? 2 : 10) },
  );
  // In so few tries as `pnpm test` makes, an act may happen to be refused each time.
  const never = Object.keys(acts).filter((name) => !done.has(name));
  expect(isThorough ? never : []).toEqual([]);
});
