import type { DownloadReader, DownloadRow, Page, PageRequest, UnitOfWork } from '@cartwright/application';
import { confirmRefund, refundOrder, waiveUnits, type Order } from '@cartwright/domain';
import { describe, expect, it } from 'vitest';
import { accepted, cancelled, changeOrder, paid, sampleOrder, paymentOf } from './sample-order.js';
import { addUser, afterNoon, freshId, noon, saveVariant, usd, valueOf } from './sample-shop.js';
import { subjectForEachTest } from './unit-of-work/subject.js';

export type DownloadReaderSubject = {
  /** Of the same, empty storage as the reader. */
  readonly unitOfWork: UnitOfWork;
  readonly reader: DownloadReader;
  readonly dispose: () => Promise<void>;
};

const firstPage: PageRequest = { type: 'page', page: 1, limit: 10 };

/** What every `DownloadReader` promises. `makeSubject` is called before each test, with empty storage each time. */
export const describeDownloadReaderContract = (
  name: string,
  makeSubject: () => Promise<DownloadReaderSubject>,
): void => {
  describe(`${name} as a download reader`, () => {
    const subject = subjectForEachTest(makeSubject);

    const addCustomer = async (): Promise<string> => (await addUser(subject().unitOfWork)).id;
    const addDigital = () => saveVariant(subject().unitOfWork, { digital: true, price: usd(1_000) });
    const place = async (customerId: string | undefined, variantIds: readonly string[]): Promise<Order> => {
      const { unitOfWork } = subject();
      const lines = variantIds.map((variantId) => ({ variantId, quantity: 2 }));
      const order = await sampleOrder(unitOfWork, { lines, ...(customerId === undefined ? {} : { customerId }) });
      valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
      return order;
    };
    const change = async ({ id }: Order, next: (order: Order) => Order): Promise<void> =>
      valueOf(await changeOrder(subject().unitOfWork, id, next));
    const buy = async (customerId: string | undefined, variantIds: readonly string[], seconds = 0): Promise<Order> => {
      const order = await place(customerId, variantIds);
      await change(order, (placed) => paid(placed, afterNoon(seconds)));
      return order;
    };
    const read = async (customerId: string, page: PageRequest = firstPage): Promise<Page<DownloadRow>> =>
      valueOf(await subject().reader.downloadsOf(customerId, page));
    const idsOf = async (customerId: string) => (await read(customerId)).data.map(({ id }) => id);

    it('lists each paid digital line, with its file once there is one', async () => {
      const customer = await addCustomer();
      const [withFile, without] = [await addDigital(), await addDigital()];
      const mug = await saveVariant(subject().unitOfWork, { stock: 5 });
      const file = { variantId: withFile, key: 'digital/one', name: 'book.epub', size: 123, uploadedAt: noon };
      valueOf(await subject().unitOfWork.run(({ digitalFiles }) => digitalFiles.attach(file)));
      const order = await buy(customer, [withFile, mug, without], 60);
      const purchase = { orderId: order.id, orderNumber: order.number, name: 'Enamel mug', purchasedAt: afterNoon(60) };
      expect(await read(customer)).toEqual({
        data: [
          { ...purchase, id: `${order.id}.${withFile}`, variantId: withFile, file: { name: 'book.epub', size: 123 } },
          { ...purchase, id: `${order.id}.${without}`, variantId: without },
        ],
        meta: { page: 1, limit: 10, total: 2, totalPages: 1 },
      });
    });

    it("lists only paid lines of the customer's own orders", async () => {
      const [ada, bob] = [await addCustomer(), await addCustomer()];
      const book = await addDigital();
      await place(ada, [book]);
      await buy(bob, [book]);
      await buy(undefined, [book]);
      expect(await idsOf(ada)).toEqual([]);
      expect(await idsOf('no id')).toEqual([]);
      expect(await idsOf(freshId())).toEqual([]);
    });

    it('lists no line that was fully refunded, or paid only after its order was cancelled', async () => {
      const customer = await addCustomer();
      const book = await addDigital();
      const [kept, refunded] = [await buy(customer, [book], 1), await buy(customer, [book], 2)];
      const mug = await saveVariant(subject().unitOfWork, { stock: 5 });
      const [mixed, late] = [await buy(customer, [book, mug], 3), await place(customer, [book])];
      const back = (order: Order, amount: number): Order => {
        const asked = accepted(
          refundOrder(order, {
            id: freshId(),
            amount: usd(amount),
            reason: 'a scratch',
            ...paymentOf(order),
            at: noon,
          }),
        ).order;
        return accepted(confirmRefund(asked, { id: asked.refunds[0]?.id ?? '', at: noon })).order;
      };
      await change(kept, (order) => back(order, 1));
      await change(refunded, (order) => back(order, order.pricing.total.amount));
      await change(mixed, (order) => cancelled(order));
      await change(late, (order) => paid(cancelled(order), afterNoon(4)));
      expect(await idsOf(customer)).toEqual([`${mixed.id}.${book}`, `${kept.id}.${book}`]);
    });

    it('lists a line while one of its units is paid', async () => {
      const customer = await addCustomer();
      const [book, film] = [await addDigital(), await addDigital()];
      const order = await buy(customer, [book, film]);
      const waive = (quantity: number) =>
        change(
          order,
          (stored) =>
            accepted(waiveUnits(stored, { id: freshId(), lines: [{ variantId: book, quantity }], at: noon })).order,
        );
      await waive(1);
      expect(await idsOf(customer)).toEqual([`${order.id}.${book}`, `${order.id}.${film}`]);
      await waive(1);
      expect(await idsOf(customer)).toEqual([`${order.id}.${film}`]);
      expect((await read(customer)).meta).toMatchObject({ total: 1 });
    });

    it('comes newest first, and by id if paid at the same time', async () => {
      const customer = await addCustomer();
      const [book, film] = [await addDigital(), await addDigital()];
      const [first, last, same] = [
        await buy(customer, [book, film], 1),
        await buy(customer, [book], 9),
        await buy(customer, [book], 1),
      ];
      const simultaneous = [`${first.id}.${book}`, `${first.id}.${film}`, `${same.id}.${book}`].sort();
      expect(await idsOf(customer)).toEqual([`${last.id}.${book}`, ...simultaneous]);
    });

    it('comes in pages, and in pages from a cursor that newer purchases do not shift', async () => {
      const customer = await addCustomer();
      const [book, film] = [await addDigital(), await addDigital()];
      for (const seconds of [1, 2, 3]) await buy(customer, [book, film], seconds);
      const all = await idsOf(customer);
      expect(all).toHaveLength(6);
      const second = await read(customer, { type: 'page', page: 2, limit: 4 });
      expect([second.data.map(({ id }) => id), second.meta]).toEqual([
        all.slice(4),
        { page: 2, limit: 4, total: 6, totalPages: 2 },
      ]);

      const first = await read(customer, { type: 'cursor', limit: 3 });
      expect(first.data.map(({ id }) => id)).toEqual(all.slice(0, 3));
      const cursor = 'nextCursor' in first.meta ? (first.meta.nextCursor ?? '') : '';
      await buy(customer, [book], 10);
      const rest = await read(customer, { type: 'cursor', cursor, limit: 3 });
      expect([rest.data.map(({ id }) => id), rest.meta]).toEqual([all.slice(3), { limit: 3, nextCursor: null }]);
    });

    it('refuses a cursor that it has not made', async () => {
      const refused = await subject().reader.downloadsOf(await addCustomer(), {
        type: 'cursor',
        cursor: 'not a cursor',
        limit: 3,
      });
      expect(refused._unsafeUnwrapErr()).toEqual({ type: 'list.cursor-malformed' });
    });
  });
};
