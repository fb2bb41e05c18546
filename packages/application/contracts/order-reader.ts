/** Long because the lists of customers and of staff share their sample orders, and each filter and sort has a test. */
import {
  orderRowOf,
  orderSortValueOf,
  type OrderFilter,
  type OrderReader,
  type OrderRow,
  type OrderSortKey,
  type Page,
  type PageRequest,
  type Sorting,
  type UnitOfWork,
} from '@cartwright/application';
import { cancelUnits, deliverParcel, shipOrder, type Order } from '@cartwright/domain';
import { describe, expect, it } from 'vitest';
import { forgedCursor } from './forged-cursor.js';
import { accepted, cancelled, changeOrder, paid, sampleOrder } from './sample-order.js';
import {
  addUser,
  afterNoon,
  freshId,
  noon,
  sampleProduct,
  sampleVariant,
  saveProduct,
  saveVariant,
  usd,
  valueOf,
} from './sample-shop.js';
import { subjectForEachTest } from './unit-of-work/subject.js';

export type OrderReaderSubject = {
  /** Of the same, empty storage as the reader. */
  readonly unitOfWork: UnitOfWork;
  readonly reader: OrderReader;
  readonly dispose: () => Promise<void>;
};

const always: OrderFilter = { from: afterNoon(-86_400), to: afterNoon(86_400) };
const oldestFirst: Sorting<OrderSortKey> = [{ key: 'createdAt', direction: 'asc' }];
const firstPage: PageRequest = { type: 'page', page: 1, limit: 10 };

/** What every `OrderReader` promises. `makeSubject` is called before each test, with empty storage each time. */
export const describeOrderReaderContract = (name: string, makeSubject: () => Promise<OrderReaderSubject>): void => {
  describe(`${name} as an order reader`, () => {
    const subject = subjectForEachTest(makeSubject);

    type Facts = {
      readonly quantity?: number;
      readonly seconds?: number;
      /** Of one unit, in cents. */
      readonly price?: number;
      readonly name?: string;
      /** How long a parcel takes at most; unknown when absent. */
      readonly days?: number;
      readonly after?: (order: Order) => Order;
    };
    const place = async (customerId: string, facts: Facts = {}): Promise<Order> => {
      const {
        quantity = 1,
        seconds = 0,
        price = 1_000,
        name: called = 'Enamel mug',
        days,
        after = (order) => order,
      } = facts;
      const { unitOfWork } = subject();
      const draft = sampleProduct({ name: called, variants: [sampleVariant({ price: usd(price), stock: 99 })] });
      const lines = (await saveProduct(unitOfWork, draft)).variants.map(({ variantId }) => ({ variantId, quantity }));
      const delivery = { name: 'Post', ...(days === undefined ? {} : { days: { min: 1, max: days } }) };
      const order = after(await sampleOrder(unitOfWork, { lines, customerId, placedAt: afterNoon(seconds), delivery }));
      valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
      return order;
    };
    const addCustomer = async (): Promise<string> => (await addUser(subject().unitOfWork)).id;
    const read = async (
      customerId: string,
      {
        filter = always,
        sorting = oldestFirst,
        page = firstPage,
      }: { filter?: OrderFilter; sorting?: Sorting<OrderSortKey>; page?: PageRequest } = {},
    ): Promise<Page<OrderRow>> => valueOf(await subject().reader.ordersOf(customerId, filter, sorting, page));
    const idsOf = ({ data }: Page<OrderRow>): readonly string[] => data.map(({ id }) => id);
    const cursorOf = ({ meta }: Page<OrderRow>): string =>
      'nextCursor' in meta ? (meta.nextCursor ?? 'none') : 'none';

    it('returns the fields that a customer sees in a list', async () => {
      const customer = await addCustomer();
      const order = await place(customer, { quantity: 3, days: 2, after: (placed) => paid(placed) });
      const estimatedArrival = { earliest: afterNoon(86_400), latest: afterNoon(2 * 86_400) };
      const [line] = order.pricing.lines;
      expect((await read(customer)).data).toStrictEqual([
        {
          id: order.id,
          number: order.number,
          status: 'paid',
          paymentStatus: 'paid',
          total: order.pricing.total,
          createdAt: noon,
          lines: [
            {
              variantId: line?.variantId,
              name: 'Enamel mug',
              unitPrice: usd(1_000),
              quantity: 3,
              total: line?.total,
              estimatedArrival,
            },
          ],
          estimatedArrival,
        },
      ]);
    });

    it('returns the same for orders of several lines as the complete orders, in any state', async () => {
      const customer = await addCustomer();
      const { unitOfWork } = subject();
      const [mug, pot] = [await saveVariant(unitOfWork, { stock: 99 }), await saveVariant(unitOfWork, { stock: 99 })];
      const eBook = await saveVariant(unitOfWork, { digital: true });
      const parcel = freshId();
      const shipped = (order: Order) =>
        accepted(shipOrder(paid(order), { id: parcel, at: afterNoon(7), lines: [{ variantId: mug, quantity: 2 }] }))
          .order;
      const becoming: readonly ((order: Order) => Order)[] = [
        (order) => order,
        cancelled,
        shipped,
        (order) => accepted(deliverParcel(shipped(order), { id: parcel, at: afterNoon(8) })).order,
        (order) =>
          accepted(
            cancelUnits(shipped(order), { id: 'sold-out', lines: [{ variantId: pot, quantity: 2 }], at: afterNoon(9) }),
          ).order,
      ];
      const orders: Order[] = [];
      for (const [seconds, become] of becoming.entries()) {
        const lines = [mug, pot, eBook].map((variantId) => ({ variantId, quantity: 2 }));
        const delivery = { name: 'Post', days: { min: 1, max: 3 } };
        orders.push(
          become(
            await sampleOrder(unitOfWork, { lines, customerId: customer, placedAt: afterNoon(seconds), delivery }),
          ),
        );
      }
      for (const order of orders) valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
      expect((await read(customer)).data).toStrictEqual(orders.map(orderRowOf));
    });

    it('shows an order as it is after its latest change', async () => {
      const customer = await addCustomer();
      const order = await place(customer);
      valueOf(await changeOrder(subject().unitOfWork, order.id, cancelled));
      expect((await read(customer)).data).toMatchObject([{ status: 'cancelled', paymentStatus: 'unpaid' }]);
    });

    it('shows a customer only their own orders', async () => {
      const [ada, bob] = [await addCustomer(), await addCustomer()];
      const order = await place(ada);
      await place(bob);
      expect(idsOf(await read(ada))).toEqual([order.id]);
      expect((await read(await addCustomer())).data).toEqual([]);
    });

    it('shows orders placed from the first instant of a range up to, not at, its last', async () => {
      const customer = await addCustomer();
      await place(customer, { seconds: -1 });
      const within = [await place(customer), await place(customer, { seconds: 59 })];
      await place(customer, { seconds: 60 });
      const page = await read(customer, { filter: { from: noon, to: afterNoon(60) } });
      expect(idsOf(page)).toEqual(within.map(({ id }) => id));
      expect(page.meta).toEqual({ page: 1, limit: 10, total: 2, totalPages: 1 });
    });

    it('filters orders by status', async () => {
      const customer = await addCustomer();
      await place(customer);
      const settled = await place(customer, { after: (order) => paid(order) });
      expect(idsOf(await read(customer, { filter: { ...always, status: 'paid' } }))).toEqual([settled.id]);
    });

    it('sorts by time and by total, either way, and by one key after another', async () => {
      const customer = await addCustomer();
      const dear = await place(customer, { quantity: 3, seconds: 1 });
      const cheap = await place(customer, { quantity: 1, seconds: 2 });
      const fair = await place(customer, { quantity: 2, seconds: 3 });
      const late = await place(customer, { quantity: 2, seconds: 4 });
      const sorted = async (...sorting: Sorting<OrderSortKey>) => idsOf(await read(customer, { sorting }));
      expect(await sorted({ key: 'createdAt', direction: 'desc' })).toEqual(
        [late, fair, cheap, dear].map(({ id }) => id),
      );
      expect(await sorted({ key: 'total', direction: 'asc' }, { key: 'createdAt', direction: 'desc' })).toEqual(
        [cheap, late, fair, dear].map(({ id }) => id),
      );
      expect(await sorted({ key: 'total', direction: 'desc' }, { key: 'createdAt', direction: 'asc' })).toEqual(
        [dear, fair, late, cheap].map(({ id }) => id),
      );
    });

    it('sorts by status, orders of one status together', async () => {
      const customer = await addCustomer();
      for (const after of [paid, cancelled, paid, cancelled]) await place(customer, { after: (order) => after(order) });
      await place(customer);
      const statuses = async (direction: 'asc' | 'desc') =>
        (await read(customer, { sorting: [{ key: 'status', direction }] })).data.map(({ status }) => status);
      const ascending = await statuses('asc');
      const runs = ascending.filter((status, index) => status !== ascending[index - 1]);
      expect(runs).toHaveLength(3);
      expect(await statuses('desc')).toEqual([...ascending].reverse());
    });

    const keys = [
      'createdAt',
      'number',
      'status',
      'paymentStatus',
      'total',
      'name',
      'price',
      'quantity',
      'estimatedArrival',
    ] as const;
    it.each(keys satisfies readonly OrderSortKey[])(
      'sorts by %s, either way, also from cursor to cursor',
      async (key) => {
        const customer = await addCustomer();
        // Each value twice somewhere, so that a page ends between equals.
        const placed = [
          await place(customer, { seconds: 3, price: 700, quantity: 12, name: 'Zebra', days: 9 }),
          await place(customer, { seconds: 1, price: 7_000, quantity: 2, name: 'apple', after: paid }),
          await place(customer, { seconds: 2, price: 700, quantity: 2, name: 'Apple, “red”', days: 3, after: paid }),
          await place(customer, { seconds: 2, price: 20_000, quantity: 1, name: 'Zebra', after: cancelled }),
          await place(customer, { seconds: 5, price: 90, quantity: 30, name: 'Äpfel', days: 3, after: paid }),
        ];
        for (const direction of ['asc', 'desc'] as const) {
          const sorting = [{ key, direction }] as const;
          const { data } = await read(customer, { sorting });
          expect(new Set(data.map(({ id }) => id))).toEqual(new Set(placed.map(({ id }) => id)));
          const values = data.map((row) => orderSortValueOf(row, key));
          const ascending = [...values].sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));
          expect(values).toEqual(direction === 'asc' ? ascending : ascending.reverse());

          const walked: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await read(customer, {
              sorting,
              page: { type: 'cursor', limit: 2, ...(cursor === undefined ? {} : { cursor }) },
            });
            walked.push(...idsOf(page));
            cursor = 'nextCursor' in page.meta && page.meta.nextCursor !== null ? page.meta.nextCursor : undefined;
          } while (cursor !== undefined);
          expect(walked).toEqual(data.map(({ id }) => id));
        }
      },
    );

    it('sorts unknown arrivals last, and follows changes of a parcel', async () => {
      const customer = await addCustomer();
      const unknown = await place(customer);
      const late = await place(customer, { days: 30, after: paid });
      const soon = await place(customer, { days: 1, after: paid });
      const byArrival = async () =>
        idsOf(await read(customer, { sorting: [{ key: 'estimatedArrival', direction: 'asc' }] }));
      expect(await byArrival()).toEqual([soon, late, unknown].map(({ id }) => id));
      const shipped = accepted(shipOrder(soon, { id: freshId(), at: afterNoon(60 * 86_400) })).order;
      valueOf(await changeOrder(subject().unitOfWork, soon.id, () => shipped));
      expect(await byArrival()).toEqual([late, soon, unknown].map(({ id }) => id));
    });

    it('comes in pages, whose end is an empty one', async () => {
      const customer = await addCustomer();
      const orders: Order[] = [];
      for (const seconds of [1, 2, 3]) orders.push(await place(customer, { seconds }));
      const page = (number: number) => read(customer, { page: { type: 'page', page: number, limit: 2 } });
      expect(idsOf(await page(1))).toEqual([orders[0]?.id, orders[1]?.id]);
      expect(idsOf(await page(2))).toEqual([orders[2]?.id]);
      expect(await page(3)).toEqual({ data: [], meta: { page: 3, limit: 2, total: 3, totalPages: 2 } });
    });

    it('continues from a cursor without missing or repeating an order while others are placed', async () => {
      const customer = await addCustomer();
      // All of one total, so that the sorting alone decides nothing.
      const ids = new Set<string>();
      for (const seconds of [1, 2, 3, 4]) ids.add((await place(customer, { seconds })).id);
      const sorting = [{ key: 'total', direction: 'desc' }] as const;
      const first = await read(customer, { sorting, page: { type: 'cursor', limit: 2 } });
      await place(customer, { quantity: 9 });
      const second = await read(customer, { sorting, page: { type: 'cursor', cursor: cursorOf(first), limit: 2 } });
      expect(second.meta).toEqual({ limit: 2, nextCursor: null });
      expect(new Set([...idsOf(first), ...idsOf(second)])).toEqual(ids);
    });

    it('refuses a cursor that it has not made for this sorting', async () => {
      const customer = await addCustomer();
      for (const seconds of [1, 2]) await place(customer, { seconds });
      const cursor = cursorOf(await read(customer, { page: { type: 'cursor', limit: 1 } }));
      for (const [text, sorting] of [
        ['', oldestFirst],
        ['not a cursor', oldestFirst],
        [Buffer.from('{"a":1}').toString('base64url'), oldestFirst],
        [cursor, [{ key: 'total', direction: 'asc' }]],
        ...['2026-02-31T00:00:00.000Z', '0000-01-01T00:00:00.000Z', '2026-11-21', 'yesterday'].map(
          (instant) => [forgedCursor('createdAt', instant), oldestFirst] as const,
        ),
        ...['2026-02-31T00:00:00.000Z', '0000-01-01T00:00:00.000Z', '2026-11-21', 'yesterday'].map(
          (instant) =>
            [
              forgedCursor('estimatedArrival', instant),
              [{ key: 'estimatedArrival', direction: 'asc' } as const],
            ] as const,
        ),
      ] as const) {
        const refused = await subject().reader.ordersOf(customer, always, sorting, {
          type: 'cursor',
          cursor: text,
          limit: 1,
        });
        expect(refused._unsafeUnwrapErr()).toEqual({ type: 'list.cursor-malformed' });
      }
    });
  });
};
