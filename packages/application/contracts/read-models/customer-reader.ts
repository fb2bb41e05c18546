import type { CustomerReader, CustomerRow, PageRequest, UnitOfWork } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { describe, expect, it } from 'vitest';
import { cancelled, eventful, paid, sampleOrder } from '../sample-order.js';
import { addUser, afterNoon, freshId, noon, saveVariant, usd, valueOf } from '../sample-shop.js';
import { subjectForEachTest } from '../unit-of-work/subject.js';

export type CustomerReaderSubject = {
  /** Of the same, empty storage as the reader. */
  readonly unitOfWork: UnitOfWork;
  readonly reader: CustomerReader;
  readonly dispose: () => Promise<void>;
};

/** What every `CustomerReader` promises. `makeSubject` is called before each test, with empty storage each time. */
export const describeCustomerReaderContract = (
  name: string,
  makeSubject: () => Promise<CustomerReaderSubject>,
): void => {
  describe(`${name} as a reader of customers`, () => {
    const subject = subjectForEachTest(makeSubject);
    const list = async (search = '', page: PageRequest = { type: 'page', page: 1, limit: 10 }) =>
      valueOf(await subject().reader.list(search === '' ? {} : { search }, page));
    const emailsOf = async (search: string) => (await list(search)).data.map(({ email }) => email);

    const place = async (
      facts: { readonly customerId?: string; readonly email?: string; readonly seconds?: number },
      after: (order: Order) => Order = (order) => order,
    ): Promise<Order> => {
      const { unitOfWork } = subject();
      const { customerId, email, seconds = 0 } = facts;
      const lines = [{ variantId: await saveVariant(unitOfWork, { price: usd(1_000) }), quantity: 1 }];
      const owner = customerId === undefined ? {} : { customerId };
      const placed = await sampleOrder(unitOfWork, { lines, ...owner, placedAt: afterNoon(seconds) });
      const order = after(email === undefined ? placed : { ...placed, email });
      valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
      return order;
    };

    it('lists customers and guests by e-mail, with their orders, what they spent, and the last order', async () => {
      const { unitOfWork } = subject();
      const ada = await addUser(unitOfWork, { email: 'ada@shop.example', groups: ['premium', 'vip'] });
      await addUser(unitOfWork, { email: 'new@shop.example', name: 'New' });
      await addUser(unitOfWork, { email: 'staff@shop.example', role: 'support' });
      const first = await place({ customerId: ada.id }, (order) => paid(order));
      await place({ customerId: ada.id, seconds: 5 }, (order) => paid(order));
      await place({ customerId: ada.id, seconds: 9 }, (order) => cancelled(order));
      await place({ email: 'guest@shop.example', seconds: 3 });
      const { total } = first.pricing;
      expect((await list()).data).toStrictEqual([
        {
          id: ada.id,
          email: 'ada@shop.example',
          name: 'Ada Lovelace',
          groups: ['premium', 'vip'],
          orders: 2,
          totalSpent: [{ ...total, amount: 2 * total.amount }],
          lastOrderAt: afterNoon(9),
        },
        {
          email: 'guest@shop.example',
          name: 'Ada Lovelace',
          groups: ['guest'],
          orders: 1,
          totalSpent: [{ ...total, amount: 0 }],
          lastOrderAt: afterNoon(3),
        },
        {
          id: expect.any(String),
          email: 'new@shop.example',
          name: 'New',
          groups: ['regular'],
          orders: 0,
          totalSpent: [],
          lastOrderAt: null,
        },
      ]);
    });

    it('lists a guest once, however the domain of the e-mail was written', async () => {
      await place({ email: 'ada@münchen.example' });
      await place({ email: 'ada@xn--mnchen-3ya.example', seconds: 1 });
      expect((await list()).data).toMatchObject([{ email: 'ada@xn--mnchen-3ya.example', orders: 2 }]);
    });

    it('does not count refunds as spent', async () => {
      const order = await place({ email: 'guest@shop.example' }, (placed) => eventful(placed, afterNoon(60)));
      const gone = order.refunds
        .filter(({ status }) => status === 'confirmed')
        .reduce((all, { amount }) => all + amount.amount, 0);
      const [row] = (await list()).data;
      const captured = order.payments.reduce((all, { amount }) => all + amount.amount, 0);
      const isPaid = order.paymentStatus !== 'unpaid' && order.paymentStatus !== 'processing';
      const left = Math.max(0, Math.min(order.pricing.total.amount, captured - gone));
      expect(row?.totalSpent).toEqual([usd(isPaid ? left : 0)]);
    });

    it('finds by parts of the e-mail and of a customer’s name, in any letter case', async () => {
      await addUser(subject().unitOfWork, { email: 'ada@shop.example', name: 'Zoë Ünal' });
      await place({ email: 'guest@shop.example' });
      await place({ email: 'guest@shop.example', seconds: 1 });
      expect(await emailsOf('SHOP.example')).toEqual(['ada@shop.example', 'guest@shop.example']);
      expect(await emailsOf('UNAL')).toEqual([]);
      expect(await emailsOf('nal')).toEqual(['ada@shop.example']);
      expect(await emailsOf('guest@')).toEqual(['guest@shop.example']);
      for (const nobody of ['%', '_da', '\\', '\0']) expect(await emailsOf(nobody)).toEqual([]);
    });

    it('continues from any cursor, also between a guest and a customer with one e-mail', async () => {
      await addUser(subject().unitOfWork, { email: 'b@shop.example' });
      for (const email of ['a@shop.example', 'b@shop.example', '_b@shop.example']) await place({ email });
      const all = (await list()).data;
      const walked: CustomerRow[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = await list('', { type: 'cursor', limit: 1, ...(cursor === '' ? {} : { cursor }) });
        walked.push(...page.data);
        cursor = 'nextCursor' in page.meta ? page.meta.nextCursor : null;
      }
      expect(walked).toStrictEqual(all);
      expect(all.map(({ email }) => email)).toEqual([
        '_b@shop.example',
        'a@shop.example',
        'b@shop.example',
        'b@shop.example',
      ]);
      const { meta } = await list('', { type: 'page', page: 2, limit: 3 });
      expect(meta).toEqual({ page: 2, limit: 3, total: 4, totalPages: 2 });
      const malformed = await subject().reader.list({}, { type: 'cursor', limit: 1, cursor: 'none' });
      expect(malformed._unsafeUnwrapErr()).toEqual({ type: 'list.cursor-malformed' });
    });

    it('finds one customer by id, and nobody else', async () => {
      const { unitOfWork } = subject();
      const ada = await addUser(unitOfWork);
      const staff = await addUser(unitOfWork, { role: 'admin', createdAt: noon });
      await place({ customerId: ada.id });
      const find = async (id: string) => valueOf(await subject().reader.find(id));
      expect(await find(ada.id)).toMatchObject({ id: ada.id, email: ada.email, orders: 1 });
      for (const id of [staff.id, freshId(), 'no id', `guest:${ada.email}`]) expect(await find(id)).toBeUndefined();
    });
  });
};
