import type {
  FoundOrder,
  OrderSearch,
  OrderSearchFilter,
  OrderSearchKey,
  Page,
  PageRequest,
  Sorting,
  UnitOfWork,
} from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { describe, expect, it } from 'vitest';
import { forgedCursor } from './forged-cursor.js';
import { cancelled, changeOrder, paid, sampleOrder } from './sample-order.js';
import { addUser, afterNoon, freshId, noon, saveVariant, usd, valueOf } from './sample-shop.js';
import { subjectForEachTest } from './unit-of-work/subject.js';

export type OrderSearchSubject = {
  /** Of the same, empty storage as the search. */
  readonly unitOfWork: UnitOfWork;
  readonly search: OrderSearch;
  readonly dispose: () => Promise<void>;
};

const byCreation: Sorting<OrderSearchKey> = [{ key: 'createdAt', direction: 'asc' }];
const firstPage: PageRequest = { type: 'page', page: 1, limit: 10 };
type Facts = {
  readonly quantity?: number;
  readonly seconds?: number;
  readonly customerId?: string;
  readonly email?: string;
  readonly number?: string;
  readonly after?: (order: Order) => Order;
};

/** What every `OrderSearch` promises. `makeSubject` is called before each test, with empty storage each time. */
export const describeOrderSearchContract = (name: string, makeSubject: () => Promise<OrderSearchSubject>): void => {
  describe(`${name} as a search for orders`, () => {
    const subject = subjectForEachTest(makeSubject);

    const place = async ({
      quantity = 1,
      seconds = 0,
      customerId,
      after = (order) => order,
      ...facts
    }: Facts = {}): Promise<Order> => {
      const { unitOfWork } = subject();
      const lines = [{ variantId: await saveVariant(unitOfWork, { price: usd(1_000) }), quantity }];
      const owner = customerId === undefined ? {} : { customerId };
      const order = after({
        ...(await sampleOrder(unitOfWork, { lines, ...owner, placedAt: afterNoon(seconds) })),
        ...facts,
      });
      valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
      return order;
    };
    const find = async (
      filter: OrderSearchFilter = {},
      { sorting = byCreation, page = firstPage }: { sorting?: Sorting<OrderSearchKey>; page?: PageRequest } = {},
    ): Promise<Page<FoundOrder>> => valueOf(await subject().search.find(filter, sorting, page));
    const idsOf = (page: Page<FoundOrder>): readonly string[] => page.data.map(({ id }) => id);
    const found = async (filter: OrderSearchFilter) => idsOf(await find(filter));
    const ids = (...orders: readonly Order[]): readonly string[] => orders.map(({ id }) => id);

    it('returns the fields that staff see in a list', async () => {
      const customerId = (await addUser(subject().unitOfWork)).id;
      const hers = await place({ customerId, quantity: 3, after: (placed) => paid(placed) });
      const [line] = hers.pricing.lines;
      const guests = await place({ seconds: 1 });
      const { data, meta } = await find();
      expect(data[0]).toStrictEqual({
        id: hers.id,
        number: hers.number,
        status: 'paid',
        paymentStatus: 'paid',
        total: hers.pricing.total,
        createdAt: noon,
        lines: [
          {
            variantId: line?.variantId,
            name: 'Enamel mug',
            unitPrice: usd(1_000),
            quantity: 3,
            total: line?.total,
            estimatedArrival: null,
          },
        ],
        estimatedArrival: null,
        email: hers.email,
        customerId,
      });
      expect(data[1]).toMatchObject({ id: guests.id, email: guests.email });
      expect(data[1]).not.toHaveProperty('customerId');
      expect(meta).toEqual({ page: 1, limit: 10, total: 2, totalPages: 1 });
    });

    it('shows an order as it is after its latest change', async () => {
      const order = await place();
      valueOf(await changeOrder(subject().unitOfWork, order.id, cancelled));
      expect(await found({ status: 'cancelled' })).toEqual([order.id]);
      expect(await found({ status: 'pending' })).toEqual([]);
    });

    it('finds by status, by payment status, and by both', async () => {
      const [pending, settled, gone] = [
        await place(),
        await place({ seconds: 1, after: (order) => paid(order) }),
        await place({ after: (order) => cancelled(order) }),
      ];
      expect(await found({ status: 'paid' })).toEqual(ids(settled));
      expect(await found({ paymentStatus: 'unpaid' })).toEqual([pending.id, gone.id].sort());
      expect(await found({ status: 'cancelled', paymentStatus: 'unpaid' })).toEqual(ids(gone));
      expect(await found({ status: 'paid', paymentStatus: 'refunded' })).toEqual([]);
    });

    it('finds the orders of one customer', async () => {
      const { unitOfWork } = subject();
      const [ada, bob] = [await addUser(unitOfWork), await addUser(unitOfWork)];
      const hers = await place({ customerId: ada.id });
      await place({ customerId: bob.id });
      await place();
      expect(await found({ customerId: ada.id })).toEqual(ids(hers));
      expect([await found({ customerId: freshId() }), await found({ customerId: 'no id' })]).toEqual([[], []]);
    });

    it('finds orders placed from an instant on, before an instant, and between two', async () => {
      const [before, first, last, after] = [
        await place({ seconds: -1 }),
        await place(),
        await place({ seconds: 59 }),
        await place({ seconds: 60 }),
      ];
      expect(await found({ from: noon })).toEqual(ids(first, last, after));
      expect(await found({ to: afterNoon(60) })).toEqual(ids(before, first, last));
      expect(await found({ from: noon, to: afterNoon(60) })).toEqual(ids(first, last));
    });

    it('finds by what the number or the e-mail begins with', async () => {
      const [ada, adam, number] = [
        await place({ email: 'ada@shop.example', number: '7K3F-9QXM2A' }),
        await place({ seconds: 1, email: 'adam@shop.example', number: '8K3F-9QXM2A' }),
        await place({ seconds: 2, email: 'bob@shop.example', number: 'ADA0-000001' }),
      ];
      const begins = (text: string) => found({ beginning: { number: text.toUpperCase(), email: text } });
      expect(await begins('ada')).toEqual(ids(ada, adam, number));
      expect(await begins('ada@')).toEqual(ids(ada));
      expect(await begins('7k3f-9qxm2a')).toEqual(ids(ada));
      expect(await begins('shop.example')).toEqual([]);
      expect(await begins('7k3f-9qxm2a1')).toEqual([]);
    });

    it.each(['%', '_d', 'a%', '\\', "'", '\0', 'a\0', '\u{10ffff}'])('takes %j as it is', async (text) => {
      const order = await place({ email: 'ada@shop.example' });
      const other = await place({ seconds: 1, email: `%_d\\'\u{10fffe}@shop.example` });
      const expected = [order, other].filter(({ email }) => email.startsWith(text));
      expect(await found({ beginning: { number: text, email: text } })).toEqual(expected.map(({ id }) => id));
    });

    it.each<OrderSearchKey>(['createdAt', 'number', 'email', 'status', 'paymentStatus', 'total'])(
      'sorts by %s, either way, and goes on from any place',
      async (key) => {
        const texts = ['b', 'B', 'a_', 'ä', 'a', 'a-'];
        for (const [index, text] of texts.entries()) {
          const after = [paid, cancelled, (order: Order) => order][index % 3];
          await place({
            email: `${text}@shop.example`,
            number: `${text}-${index}`,
            quantity: 1 + ((index * 5) % 4),
            seconds: (index * 4) % 5,
            ...(after === undefined ? {} : { after: (order: Order) => after(order) }),
          });
        }
        const valueFor = (row: FoundOrder) => (key === 'total' ? row.total.amount : row[key]);
        for (const direction of ['asc', 'desc'] as const) {
          const sorting: Sorting<OrderSearchKey> = [
            { key, direction },
            { key: 'createdAt', direction },
          ];
          const wanted = key === 'createdAt' ? sorting.slice(0, 1) : sorting;
          const { data } = await find({}, { sorting: wanted });
          const values = data.map(valueFor);
          const sorted = [...values].sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));
          expect(values).toEqual(direction === 'asc' ? sorted : sorted.reverse());

          const walked: string[] = [];
          for (let cursor: string | null = ''; cursor !== null;) {
            const request: PageRequest = { type: 'cursor', limit: 1, ...(cursor === '' ? {} : { cursor }) };
            const page: Page<FoundOrder> = await find({}, { sorting: wanted, page: request });
            walked.push(...idsOf(page));
            cursor = 'nextCursor' in page.meta ? page.meta.nextCursor : null;
          }
          expect(walked).toEqual(data.map(({ id }) => id));
        }
      },
    );

    it('continues from a cursor without missing or repeating an order while others are placed', async () => {
      const placed = new Set<string>();
      for (const seconds of [1, 2, 3, 4]) placed.add((await place({ seconds })).id);
      const sorting: Sorting<OrderSearchKey> = [
        { key: 'total', direction: 'desc' },
        { key: 'createdAt', direction: 'desc' },
      ];
      const first = await find({}, { sorting, page: { type: 'cursor', limit: 2 } });
      await place({ quantity: 9 });
      await place({ seconds: 9 });
      const cursor = 'nextCursor' in first.meta ? (first.meta.nextCursor ?? '') : '';
      const second = await find({}, { sorting, page: { type: 'cursor', cursor, limit: 2 } });
      expect(second.meta).toEqual({ limit: 2, nextCursor: null });
      expect(new Set([...idsOf(first), ...idsOf(second)])).toEqual(placed);
    });

    it('comes in pages, whose end is an empty one', async () => {
      const placed: Order[] = [];
      for (const seconds of [1, 2, 3]) placed.push(await place({ seconds }));
      const page = (number: number) => find({ status: 'pending' }, { page: { type: 'page', page: number, limit: 2 } });
      expect([idsOf(await page(1)), idsOf(await page(2))]).toEqual([
        ids(...placed.slice(0, 2)),
        ids(...placed.slice(2)),
      ]);
      expect(await page(3)).toEqual({ data: [], meta: { page: 3, limit: 2, total: 3, totalPages: 2 } });
    });

    it('refuses a cursor that it has not made for this sorting', async () => {
      for (const seconds of [1, 2]) await place({ seconds });
      const { meta } = await find({}, { page: { type: 'cursor', limit: 1 } });
      const cursor = 'nextCursor' in meta ? (meta.nextCursor ?? '') : '';
      for (const [text, sorting] of [
        ['not a cursor', byCreation],
        [cursor, [{ key: 'total', direction: 'asc' }]],
        [cursor, [{ key: 'createdAt', direction: 'desc' }]],
        ...['2026-02-31T00:00:00.000Z', '0000-01-01T00:00:00.000Z', '2026-11-21', 'yesterday'].map(
          (instant) => [forgedCursor('createdAt', instant), byCreation] as const,
        ),
      ] as const) {
        const refused = await subject().search.find({}, sorting, { type: 'cursor', cursor: text, limit: 1 });
        expect(refused._unsafeUnwrapErr()).toEqual({ type: 'list.cursor-malformed' });
      }
    });
  });
};
