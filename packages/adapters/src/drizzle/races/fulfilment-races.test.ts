/** Long because each race of parcels, returns and withdrawals needs orders of its own. */
import {
  makeCancelOrder,
  makeCancelUnits,
  makeDeliverParcel,
  makeProposeWithdrawal,
  makeReceiveReturn,
  makeRequestReturn,
  makeShipOrder,
  makeWithdraw,
  type Caller,
  type UnitOfWork,
} from '@cartwright/application';
import { accepted, paid, sampleOrder } from '@cartwright/application/contracts/sample-order';
import { availableOf, freshId, noon, saveVariant, valueOf } from '@cartwright/application/contracts/sample-shop';
import { shipOrder, type Order, type OrderUnits, type VariantId } from '@cartwright/domain';
import { eq } from 'drizzle-orm';
import type { Result, ResultAsync } from 'neverthrow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testedDatabases, emptyAllTables, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { takenUnits } from '@cartwright/application/contracts/read-models/taken-units';
import { isThorough } from '../../../testing/thorough.js';
import { makeFakeClock } from '../../in-memory/fake-clock.js';
import { makeNodeSecrets } from '../../system/node-secrets.js';
import { uuidIds } from '../../system/uuid-ids.js';
import { makeDrizzleEventFeed } from '../repositories/event-feed.js';
import { shipments, stockMovements } from '../schema.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

const clock = makeFakeClock('2026-11-21T12:30:00.000Z');
const secrets = makeNodeSecrets({ key: 'a key for tests only' });
const support: Caller = { type: 'user', userId: freshId(), role: 'support' };
const rounds = isThorough ? 60 : 6;

const unitsOf = (records: readonly { readonly lines: readonly OrderUnits[] }[], variantId: VariantId): number =>
  records
    .flatMap(({ lines }) => lines)
    .reduce((all, line) => all + (line.variantId === variantId ? line.quantity : 0), 0);
const wins = (answers: readonly Result<unknown, unknown>[]): number => answers.filter((answer) => answer.isOk()).length;

describe.each(testedDatabases)('on %s, whatever is done to an order at once', (_name, openDatabase) => {
  let database: TestDatabase;
  let unitOfWork: UnitOfWork;
  /** Each order has two of each. */
  let variants: readonly VariantId[];
  let deps: {
    readonly unitOfWork: UnitOfWork;
    readonly clock: typeof clock;
    readonly ids: typeof uuidIds;
    readonly secrets: typeof secrets;
  };
  beforeAll(async () => {
    database = await openDatabase();
  });
  afterAll(async () => database.close());
  beforeEach(async () => {
    await emptyAllTables(database.db);
    unitOfWork = makeDrizzleUnitOfWork({ db: database.db, ids: uuidIds, storeCurrency: 'USD' });
    deps = { unitOfWork, clock, ids: uuidIds, secrets };
    variants = [await saveVariant(unitOfWork, { stock: 1_000 }), await saveVariant(unitOfWork, { stock: 1_000 })];
  });

  const both = (quantity: number): readonly OrderUnits[] => variants.map((variantId) => ({ variantId, quantity }));
  /** So many orders that are paid, their stock reserved; `after` is what has become of each since. */
  const paidOrders = async (after: (order: Order) => Order = (order) => order): Promise<readonly Order[]> => {
    const orders: Order[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const placed = await sampleOrder(unitOfWork, { lines: both(2), placedAt: noon });
      const order = after(paid(placed));
      const committed = await unitOfWork.commit({
        order: { type: 'place', order },
        stock: { type: 'reserve', lines: both(2), reason: 'order placed', orderId: order.id, at: noon },
      });
      valueOf(committed);
      orders.push(order);
    }
    return orders;
  };
  const shippedOrders = () =>
    paidOrders(
      (order) => accepted(shipOrder(order, { id: freshId(), carrier: 'DHL', trackingNumber: 'T', at: noon })).order,
    );
  /** Lets everybody act on every order at once; answers what became of each order, and of what each did to it. */
  const race = async (
    orders: readonly Order[],
    ...acts: readonly ((order: Order) => ResultAsync<unknown, unknown>)[]
  ) => {
    const answers = await Promise.all(orders.map((order) => Promise.all(acts.map(async (act) => act(order)))));
    const after = await Promise.all(
      orders.map(async ({ id }) => valueOf(await unitOfWork.read((shop) => shop.orders.find(id)))?.order),
    );
    return after.flatMap((order, index) => (order === undefined ? [] : [{ order, answers: answers[index] ?? [] }]));
  };
  const ship =
    (trackingNumber: string, lines?: readonly OrderUnits[]) =>
    ({ id: orderId }: Order) =>
      makeShipOrder(deps)(
        { orderId, carrier: 'DHL', trackingNumber, ...(lines === undefined ? {} : { lines }) },
        support,
      );
  const cancel = ({ id: orderId }: Order) => makeCancelOrder(deps)({ caller: support, orderId });
  const cancelUnits = ({ id: orderId }: Order) =>
    makeCancelUnits(deps)(
      {
        orderId,
        lines: both(1),
        request: { caller: 'staff', key: orderId, fingerprint: 'one of each' },
      },
      support,
    );
  const guestOf = ({ id }: Order): Caller => ({ type: 'guest', orderToken: secrets.derive('order', id) });
  const announce =
    (reason: string, lines = both(2)) =>
    (order: Order) =>
      makeRequestReturn(deps)({
        caller: guestOf(order),
        orderId: order.id,
        lines,
        reason,
      });

  /**
   * What is left is what the ledger sums to, and what the orders do not hold; no order sends or takes back what it has
   * not.
   */
  const expectLaws = async (orders: readonly Order[]): Promise<void> => {
    for (const variantId of variants) {
      const available = await availableOf(unitOfWork, variantId);
      const ofVariant = eq(stockMovements.variantId, variantId);
      const movements = await database.db.select().from(stockMovements).where(ofVariant);
      expect(1_000 - takenUnits(movements)).toBe(available);
      const held = orders.reduce((all, order) => all + heldOf(order, variantId), 0);
      expect(available).toBe(1_000 - held);
      for (const order of orders) {
        expect(unitsOf(order.shipments, variantId) + unitsOf(order.unitCancellations, variantId)).toBeLessThanOrEqual(
          2,
        );
        expect(unitsOf(order.returns, variantId)).toBeLessThanOrEqual(unitsOf(order.shipments, variantId));
      }
    }
  };
  const heldOf = ({ cancellation, unitCancellations, returns }: Order, variantId: VariantId): number =>
    cancellation === undefined
      ? 2 -
        unitsOf(unitCancellations, variantId) -
        unitsOf(
          returns.filter(({ restock }) => restock),
          variantId,
        )
      : 0;

  it('two parcels of all that is left are one parcel', async () => {
    const raced = await race(await paidOrders(), ship('T1'), ship('T2'));
    for (const { order, answers } of raced) {
      expect([wins(answers), order.shipments.length, order.status]).toEqual([1, 1, 'shipped']);
    }
    await expectLaws(raced.map(({ order }) => order));
  });

  it('one parcel that is asked for twice is shipped once, and both are told of it', async () => {
    const raced = await race(await paidOrders(), ship('T1', both(1)), ship('T1', both(1)));
    for (const { order, answers } of raced) {
      expect([wins(answers), order.shipments.length, order.status]).toEqual([2, 1, 'partially_shipped']);
    }
    expect(await database.db.$count(shipments)).toBe(rounds);
    await expectLaws(raced.map(({ order }) => order));
  });

  it('an order is shipped or cancelled, not both', async () => {
    const raced = await race(await paidOrders(), ship('T1'), cancel);
    for (const { order, answers } of raced) {
      expect(wins(answers)).toBe(1);
      expect([order.shipments.length, order.status]).toEqual(
        answers[0]?.isOk() === true ? [1, 'shipped'] : [0, 'cancelled'],
      );
    }
    await expectLaws(raced.map(({ order }) => order));
  });

  it('a unit is shipped or taken out, not both', async () => {
    const raced = await race(await paidOrders(), ship('T1', both(2)), cancelUnits, cancelUnits);
    for (const { order } of raced) {
      const [shipped, taken] = [order.shipments, order.unitCancellations].map((records) =>
        unitsOf(records, variants[0] ?? ''),
      );
      expect([
        [2, 0],
        [0, 1],
      ]).toContainEqual([shipped, taken]);
    }
    await expectLaws(raced.map(({ order }) => order));
  });

  it('a parcel arrives once', async () => {
    const orders = await paidOrders();
    const parcels = new Map<string, string>();
    for (const order of orders) parcels.set(order.id, valueOf(await ship('T1')(order)).shipmentId);
    const deliver = ({ id }: Order) => makeDeliverParcel(deps)({ shipmentId: parcels.get(id) ?? '' });
    const raced = await race(orders, deliver, deliver);
    for (const { order, answers } of raced) expect([wins(answers), order.status]).toEqual([2, 'delivered']);
    await expectLaws(raced.map(({ order }) => order));
  });

  it('no unit is announced twice to come back', async () => {
    const raced = await race(await shippedOrders(), announce('one'), announce('other'), announce('third', both(1)));
    for (const { order } of raced) {
      const requests = valueOf(await unitOfWork.read(({ returns }) => returns.ofOrder(order.id)));
      for (const variantId of variants) expect(unitsOf(requests, variantId)).toBeLessThanOrEqual(2);
      expect(requests).toHaveLength(1);
    }
  });

  it('a return is taken in once, with its units and its money', async () => {
    const orders = await shippedOrders();
    const requests = new Map<string, string>();
    for (const order of orders) requests.set(order.id, valueOf(await announce('one')(order)).request.id);
    const receive =
      (restock: boolean) =>
      ({ id }: Order) =>
        makeReceiveReturn(deps)({ returnId: requests.get(id) ?? '', restock }, support);
    const raced = await race(orders, receive(true), receive(true), receive(false));
    for (const { order } of raced) {
      expect(order.returns).toHaveLength(1);
      expect(order.dueBack).toEqual(order.returns[0]?.amount);
    }
    await expectLaws(raced.map(({ order }) => order));
  });

  it('returns that are announced apart are taken in together without a deadlock', async () => {
    const orders = await shippedOrders();
    const requests = new Map<string, readonly string[]>();
    for (const order of orders) {
      const [first, second] = [await announce('one', both(1))(order), await announce('other', both(1))(order)];
      requests.set(order.id, [valueOf(first).request.id, valueOf(second).request.id]);
    }
    const receive =
      (index: number) =>
      ({ id }: Order) =>
        makeReceiveReturn(deps)({ returnId: requests.get(id)?.[index] ?? '', restock: true }, support);
    const raced = await race(orders, receive(0), receive(1), receive(1));
    for (const { order, answers } of raced) expect([wins(answers), order.returns.length]).toEqual([3, 2]);
    await expectLaws(raced.map(({ order }) => order));
    for (const variantId of variants) expect(await availableOf(unitOfWork, variantId)).toBe(1_000);
  });

  it('a withdrawal appears in the feed before the changes that are published with it', async () => {
    const [order] = await shippedOrders();
    const [line] = both(1);
    if (order === undefined || line === undefined) throw new Error('there must be an order with a line');
    const target = { caller: guestOf(order), orderId: order.id };
    const { confirm } = valueOf(await makeProposeWithdrawal(deps)({ ...target, lines: [line] }));
    valueOf(await makeWithdraw(deps)({ ...target, confirm }));
    for (const returned of both(1)) valueOf(await announce('too small', [returned])(order));

    const feed = makeDrizzleEventFeed({ db: database.db });
    valueOf(await feed.publish());
    const events = valueOf(await feed.after(0, 100, order.id));
    expect(events.map(({ type, version }) => [type, version])).toEqual([
      ['order.withdrawn', 2],
      ['order.return-requested', 2],
      ['order.return-requested', 3],
      ['order.return-requested', 4],
    ]);
  });
});
