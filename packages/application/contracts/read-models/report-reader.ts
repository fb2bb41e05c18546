/** Long because each report has rules of its own. */
import { erasedOrder, type ReportRange, type ReportReader, type UnitOfWork } from '@cartwright/application';
import {
  amendOrder,
  bounceRefund,
  cancelOrder,
  confirmRefund,
  recordPayment,
  refundOrder,
  type Order,
  type OrderChange,
} from '@cartwright/domain';
import { describe, expect, it } from 'vitest';
import { accepted, paymentOf, sampleOrder } from '../sample-order.js';
import {
  freshId,
  saveProduct,
  sampleProduct,
  sampleUser,
  sampleVariant,
  saveVariant,
  usd,
  valueOf,
} from '../sample-shop.js';
import { subjectForEachTest } from '../unit-of-work/subject.js';

export type ReportReaderSubject = {
  /** Of the same, empty storage as the reader. */
  readonly unitOfWork: UnitOfWork;
  readonly reader: ReportReader;
  readonly dispose: () => Promise<void>;
};

const vat = { prices: 'exclusive', rates: { standard: 200_000 }, shippingClass: 'standard' } as const;
const all: ReportRange = { from: '2026-01-01', to: '2027-12-31', timeZone: 'UTC' };

/** What every `ReportReader` promises, and the facts that payments and refunds leave. */
export const describeReportReaderContract = (name: string, makeSubject: () => Promise<ReportReaderSubject>): void => {
  describe(`${name} as a reader of reports`, () => {
    const subject = subjectForEachTest(makeSubject);

    const commit = async (change: OrderChange, version: number): Promise<Order> => {
      const { order, events } = change;
      valueOf(await subject().unitOfWork.commit({ order: { type: 'change', order, version }, events }));
      return order;
    };
    /** An order of `quantity` mugs of 15.00, a tenth off, 4.99 shipping, 20 % on top; paid at `at`. */
    const sell = async (at: string, quantity = 1, variantId?: string): Promise<Order> => {
      const { unitOfWork } = subject();
      const mug = variantId ?? (await saveVariant(unitOfWork, { price: usd(1500), taxClass: 'standard' }));
      const lines = [{ variantId: mug, quantity }];
      const order = await sampleOrder(unitOfWork, { lines, tax: vat });
      valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
      const amount = order.pricing.total;
      return commit(accepted(recordPayment(order, { provider: 'sandbox', reference: order.id, amount, at })), 1);
    };
    const refund = async (order: Order, amount: number, at: string): Promise<Order> => {
      const id = freshId();
      const facts = { id, amount: usd(amount), reason: 'a scratch', ...paymentOf(order), at };
      const requested = await commit(accepted(refundOrder(order, facts)), 2);
      return commit(accepted(confirmRefund(requested, { id, at })), 3);
    };

    it('adds up paid orders and refunds, each on its own day', async () => {
      const [first] = [await sell('2026-11-20T10:00:00.000Z', 2), await sell('2026-11-20T11:00:00.000Z')];
      await refund(first, 500, '2026-11-21T09:00:00.000Z');
      // 2 × 15.00 − 3.00 + 4.99, with 20 %: 38.39; 15.00 − 1.50 + 4.99, with 20 %: 22.19.
      const none = { orders: 0, gross: 0, discounts: 0, shipping: 0, tax: 0, refunds: 0, net: 0 };
      expect(valueOf(await subject().reader.sales(all, 'day'))).toEqual([
        {
          period: '2026-11-20',
          currency: 'USD',
          orders: 2,
          gross: 6058,
          discounts: 450,
          shipping: 998,
          tax: 1010,
          refunds: 0,
          net: 6058,
        },
        { ...none, period: '2026-11-21', currency: 'USD', refunds: 500, net: -500 },
      ]);
    });

    it('groups by days of the time zone, weeks from Monday, and months', async () => {
      // 00:30 on Monday 30 November in Berlin.
      await sell('2026-11-29T23:30:00.000Z');
      const periods = async (timeZone: string, groupBy: 'day' | 'week' | 'month') =>
        valueOf(await subject().reader.sales({ ...all, timeZone }, groupBy)).map(({ period }) => period);
      expect([await periods('UTC', 'day'), await periods('Europe/Berlin', 'day')]).toEqual([
        ['2026-11-29'],
        ['2026-11-30'],
      ]);
      expect([await periods('UTC', 'week'), await periods('Europe/Berlin', 'week')]).toEqual([
        ['2026-11-23'],
        ['2026-11-30'],
      ]);
      expect(await periods('Europe/Berlin', 'month')).toEqual(['2026-11-01']);
      const onlyThatDay = { from: '2026-11-30', to: '2026-11-30', timeZone: 'Europe/Berlin' };
      expect(valueOf(await subject().reader.sales(onlyThatDay, 'day'))).toHaveLength(1);
      expect(valueOf(await subject().reader.sales({ ...onlyThatDay, timeZone: 'UTC' }, 'day'))).toEqual([]);
    });

    it('has a day of 25 hours when the clocks go back, and days that begin at a quarter of an hour', async () => {
      const instants = ['2026-10-24T21:59:59.999Z', '2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.999Z'];
      for (const at of [...instants, '2026-10-25T23:00:00.000Z']) await sell(at);
      const days = async (timeZone: string, from: string, to: string) =>
        valueOf(await subject().reader.sales({ from, to, timeZone }, 'day')).map((row) => [row.period, row.orders]);
      expect(await days('Europe/Berlin', '2026-10-24', '2026-10-26')).toEqual([
        ['2026-10-24', 1],
        ['2026-10-25', 2],
        ['2026-10-26', 1],
      ]);
      expect(await days('Europe/Berlin', '2026-10-25', '2026-10-25')).toEqual([['2026-10-25', 2]]);
      await sell('2026-11-01T18:14:59.999Z');
      await sell('2026-11-01T18:15:00.000Z');
      expect(await days('Asia/Kathmandu', '2026-11-01', '2026-11-02')).toEqual([
        ['2026-11-01', 1],
        ['2026-11-02', 1],
      ]);
    });

    it('counts no unpaid order, but every order that is cancelled after payment', async () => {
      const { unitOfWork, reader } = subject();
      const variantId = await saveVariant(unitOfWork);
      const order = await sampleOrder(unitOfWork, { lines: [{ variantId, quantity: 1 }] });
      valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
      expect(valueOf(await reader.sales(all, 'month'))).toEqual([]);
      expect(valueOf(await reader.topProducts(all, 10))).toEqual([]);

      const paid = await sell('2026-11-20T10:00:00.000Z');
      await commit(accepted(cancelOrder(paid, { at: '2026-11-21T10:00:00.000Z' })), 2);
      expect(valueOf(await reader.sales(all, 'day'))).toMatchObject([{ period: '2026-11-20', orders: 1, gross: 2219 }]);
      expect(valueOf(await reader.topProducts(all, 10))).toMatchObject([{ quantity: 1 }]);
    });

    it('lists products by revenue, with their current names', async () => {
      const { unitOfWork, reader } = subject();
      const draft = sampleProduct({
        name: 'Pot',
        variants: [sampleVariant({ sku: 'POT', name: 'Blue', price: usd(4000), taxClass: 'standard' })],
      });
      const pot = (await saveProduct(unitOfWork, draft)).variants[0]?.variantId ?? '';
      const mugs = await sell('2026-11-20T10:00:00.000Z', 2);
      await sell('2026-11-20T10:00:00.000Z', 1, pot);
      await sell('2026-11-21T10:00:00.000Z', 2, pot);
      const rows = valueOf(await reader.topProducts(all, 10));
      expect(rows[0]).toEqual({
        variantId: pot,
        sku: 'POT',
        name: 'Pot (Blue)',
        currency: 'USD',
        quantity: 3,
        total: 10_800,
      });
      expect(rows[1]).toMatchObject({ variantId: mugs.pricing.lines[0]?.variantId, quantity: 2, total: 2700 });
      expect(valueOf(await reader.topProducts(all, 1))).toHaveLength(1);
      expect(valueOf(await reader.topProducts(all))).toEqual(rows);
    });

    it('adds up customers and promotions', async () => {
      await sell('2026-11-20T10:00:00.000Z', 2);
      await sell('2026-11-20T10:00:00.000Z');
      expect(valueOf(await subject().reader.customers(all, 10))).toEqual([
        { email: 'ada@shop.example', currency: 'USD', orders: 2, total: 6058 },
      ]);
      expect(valueOf(await subject().reader.promotions(all))).toEqual([
        { promotionId: 'tenth', currency: 'USD', uses: 2, amount: 450 },
      ]);
    });

    it('follows the e-mail of an order, and leaves out buyers who were erased', async () => {
      const { unitOfWork, reader } = subject();
      const emails = async () => valueOf(await reader.customers(all, 10)).map(({ email }) => email);
      const [first, second] = [await sell('2026-11-20T10:00:00.000Z'), await sell('2026-11-20T10:00:00.000Z')];
      const email = 'grace@shop.example';
      await commit(accepted(amendOrder(first, { email, at: '2026-11-20T11:00:00.000Z' })), 2);
      expect((await emails()).toSorted()).toEqual([first.email, email]);
      valueOf(await unitOfWork.commit({ order: { type: 'change', order: erasedOrder(second), version: 2 } }));
      const person = { emails: [second.email], buyers: [] };
      valueOf(await unitOfWork.run(({ personalData }) => personalData.erase(person, [second.id])));
      expect(await emails()).toEqual([email]);
    });

    it('reports tax by country and rate, less the tax of refunds', async () => {
      const order = await sell('2026-11-20T10:00:00.000Z', 2);
      const row = { country: 'GB', rate: 200_000, currency: 'USD' };
      expect(valueOf(await subject().reader.taxes(all))).toEqual([{ ...row, net: 3199, tax: 640 }]);
      await refund(order, 1200, '2026-11-21T09:00:00.000Z');
      expect(valueOf(await subject().reader.taxes(all))).toEqual([{ ...row, net: 2199, tax: 440 }]);
      await refundRest(order);
      expect(valueOf(await subject().reader.taxes(all))).toEqual([{ ...row, net: 3199 - 3199, tax: 0 }]);
    });
    /** Another order of the same kind, refunded whole: its tax goes back to the cent. */
    const refundRest = async (order: Order): Promise<void> => {
      const stored = valueOf(await subject().unitOfWork.read(({ orders }) => orders.find(order.id)));
      if (stored === undefined) throw new Error('the order is stored');
      const id = freshId();
      const amount = usd(order.pricing.total.amount - 1200);
      const at = '2026-11-22T09:00:00.000Z';
      const requested = accepted(
        refundOrder(stored.order, { id, amount, reason: 'all of it', ...paymentOf(order), at }),
      );
      const pending = await commit(requested, stored.version);
      await commit(accepted(confirmRefund(pending, { id, at })), stored.version + 1);
    };

    it('takes back what it counted for a refund that the bank sent back', async () => {
      const order = await sell('2026-11-20T10:00:00.000Z', 2);
      const before = valueOf(await subject().reader.taxes(all));
      const refunded = await refund(order, 1200, '2026-11-21T09:00:00.000Z');
      expect(valueOf(await subject().reader.taxes(all))).not.toEqual(before);
      const id = refunded.refunds[0]?.id ?? '';
      await commit(accepted(bounceRefund(refunded, { id, at: '2026-11-22T09:00:00.000Z' })), 4);
      expect(valueOf(await subject().reader.taxes(all))).toEqual(before);
      expect(valueOf(await subject().reader.sales(all, 'month'))).toMatchObject([
        { gross: 3839, refunds: 0, net: 3839 },
      ]);
      expect(valueOf(await subject().reader.taxes({ ...all, from: '2026-11-21' }))).toEqual([]);
    });

    it('reports approved reviews by product, on the days of the shop', async () => {
      const { unitOfWork, reader } = subject();
      const products = [await saveProduct(unitOfWork, sampleProduct()), await saveProduct(unitOfWork, sampleProduct())];
      const [mug = '', bowl = ''] = products.map(({ productId }) => productId);
      const write = async (
        productId: string,
        rating: number,
        at: string,
        status: 'approved' | 'pending' = 'approved',
      ) => {
        const author = sampleUser();
        const review = { id: freshId(), productId, userId: author.id, author: 'Ada L.', rating, text: 'Fine.', status };
        const facts = { ...review, version: 1, createdAt: at, updatedAt: at };
        valueOf(await unitOfWork.run(({ users, reviews }) => users.add(author).andThen(() => reviews.add(facts))));
      };
      await write(bowl, 1, '2026-11-20T10:00:00.000Z');
      for (const rating of [5, 4, 4]) await write(mug, rating, '2026-11-20T23:30:00.000Z');
      await write(mug, 1, '2026-11-20T10:00:00.000Z', 'pending');
      const none = { oneStar: 0, twoStars: 0, threeStars: 0, fourStars: 0, fiveStars: 0 };
      const ofMug = {
        productId: mug,
        name: 'Enamel mug',
        count: 3,
        average: 4.33,
        ...none,
        fourStars: 2,
        fiveStars: 1,
      };
      const ofBowl = { productId: bowl, name: 'Enamel mug', count: 1, average: 1, ...none, oneStar: 1 };
      expect(valueOf(await reader.reviews(all, 10))).toEqual([ofMug, ofBowl]);
      expect(valueOf(await reader.reviews(all, 1))).toEqual([ofMug]);
      const tomorrow = { from: '2026-11-21', to: '2026-11-21' };
      expect(valueOf(await reader.reviews({ ...tomorrow, timeZone: 'UTC' }, 10))).toEqual([]);
      expect(valueOf(await reader.reviews({ ...tomorrow, timeZone: 'Europe/Berlin' }, 10))).toEqual([ofMug]);
    });

    it('lists variants with low stock, by their own threshold or the shop’s', async () => {
      const { unitOfWork, reader } = subject();
      const few = await saveVariant(unitOfWork, { stock: 3 });
      await saveVariant(unitOfWork, { stock: 30 });
      await saveVariant(unitOfWork, { digital: true });
      const rows = valueOf(await reader.lowStock(5, 10));
      expect(rows).toEqual([
        { variantId: few, sku: expect.any(String), name: expect.any(String), available: 3, threshold: 5 },
      ]);
      expect(valueOf(await reader.lowStock(2, 10))).toEqual([]);
      expect(valueOf(await reader.lowStock(30))).toHaveLength(2);
      expect(valueOf(await reader.lowStock(30, 1))).toEqual([{ ...rows[0], threshold: 30 }]);
    });
  });
};
