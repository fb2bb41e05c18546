import type { BooksReader, UnitOfWork } from '@cartwright/application';
import type { PricingInput } from '@cartwright/domain';
import { describe, expect, it } from 'vitest';
import { sampleInvoice, samplePaidOrder } from '../sample-invoice.js';
import { paid, sampleOrder } from '../sample-order.js';
import { afterNoon, freshId, noon, sampleCart, saveVariant, usd, valueOf } from '../sample-shop.js';
import { sampleDocument } from '../unit-of-work/issued-documents.js';
import { subjectForEachTest } from '../unit-of-work/subject.js';

export type BooksReaderSubject = {
  /** Of the same, empty storage as the reader. */
  readonly unitOfWork: UnitOfWork;
  readonly reader: BooksReader;
  readonly dispose: () => Promise<void>;
};

/** What every `BooksReader` promises. */
export const describeBooksReaderContract = (name: string, makeSubject: () => Promise<BooksReaderSubject>): void => {
  describe(`${name} as a books reader`, () => {
    const subject = subjectForEachTest(makeSubject);
    const input: PricingInput = {
      cart: sampleCart().cart,
      prices: { mug: { unitPrice: usd(1_999), productId: 'mugs', categoryIds: [], digital: false } },
      customer: { groups: ['guest'], orderCount: 0 },
      promotions: [
        { name: 'A tenth', id: 'tenth', target: { type: 'order' }, effect: { type: 'percent', rate: 100_000 } },
      ],
      promotionUsage: { tenth: { uses: 1, customerUses: 0 } },
      minimumOrderRules: [],
      shipping: { method: 'post', charge: usd(500) },
      tax: { prices: 'inclusive', rates: { standard: 200_000 } },
      at: noon,
    };
    const place = async (placedAt: string, priced?: { readonly input: PricingInput; readonly rulesHash: string }) => {
      const { unitOfWork } = subject();
      const order = await sampleOrder(unitOfWork, {
        lines: [{ variantId: await saveVariant(unitOfWork), quantity: 1 }],
        placedAt,
      });
      const write = { type: 'place', order, ...(priced === undefined ? {} : { priced }) } as const;
      valueOf(await unitOfWork.commit({ order: write }));
      return order;
    };

    it('reads the whole input of each order, also where concurrent orders share their rules', async () => {
      const { tax: _tax, minimumOrderRules: _rules, ...rest } = input;
      const wanted = [
        { input, rulesHash: 'a' },
        { input, rulesHash: 'a' },
        { input: rest, rulesHash: 'b' },
        { input, rulesHash: 'a' },
      ];
      const placed = await Promise.all(wanted.map((priced) => place(noon, priced)));
      const found = new Map(valueOf(await subject().reader.orders(9)).map((order) => [order.id, order.input]));
      const inputs = placed.map(({ id }) => found.get(id));
      expect(inputs).toStrictEqual([input, input, rest, input]);
      expect(JSON.stringify(inputs[0]?.promotions)).toBe(JSON.stringify(input.promotions));
    });

    it('reads every order once, in pages, with its input, its columns, its attempts to pay and its documents', async () => {
      const { unitOfWork, reader } = subject();
      const first = await place(noon, { input, rulesHash: 'a' });
      const second = await place(noon, { input: { ...input, at: afterNoon(1) }, rulesHash: 'a' });
      const third = await place(noon);
      const attempt = {
        id: freshId(),
        orderId: first.id,
        provider: 'sandbox',
        method: 'card',
        amount: first.pricing.total,
        createdAt: noon,
      } as const;
      const bought = paid(first);
      valueOf(await unitOfWork.commit({ payment: { type: 'add', attempt } }));
      valueOf(
        await unitOfWork.commit({
          order: { type: 'change', order: bought, version: 1 },
          payment: { type: 'note', id: attempt.id, reference: 'sbx_1' },
        }),
      );
      const invoice = sampleDocument({ orderId: first.id });
      const note = sampleDocument({ orderId: first.id, kind: 'credit-note', subject: 'a refund', amount: usd(-5) });
      const content = sampleInvoice(samplePaidOrder({ unitPrices: [100], tax: 'inclusive' }));
      for (const document of [note, invoice])
        valueOf(await unitOfWork.run(({ issuedDocuments }) => issuedDocuments.add(document, content)));
      valueOf(await unitOfWork.run(({ issuedDocuments }) => issuedDocuments.savePdf('INV-1', Uint8Array.of(1, 2))));
      const page = valueOf(await reader.orders(2));
      const rest = valueOf(await reader.orders(2, page.at(-1)?.id));
      expect([...page, ...rest]).toStrictEqual([
        {
          id: first.id,
          columns: {
            number: first.number,
            status: 'paid',
            paymentStatus: 'paid',
            total: first.pricing.total,
          },
          order: bought,
          input,
          attempts: [{ provider: 'sandbox', references: ['sbx_1'], amount: first.pricing.total }],
          documents: [
            { document: invoice, content, changed: [] },
            { document: note, content, changed: [] },
          ],
        },
        {
          id: second.id,
          columns: {
            number: second.number,
            status: 'pending',
            paymentStatus: 'unpaid',
            total: second.pricing.total,
          },
          order: second,
          input: { ...input, at: afterNoon(1) },
          attempts: [],
          documents: [],
        },
        {
          id: third.id,
          columns: {
            number: third.number,
            status: 'pending',
            paymentStatus: 'unpaid',
            total: third.pricing.total,
          },
          order: third,
          attempts: [],
          documents: [],
        },
      ]);
    });

    it('reads which numbers of invoices and credit notes are missing, and which have no order', async () => {
      const { unitOfWork, reader } = subject();
      const none = { last: 0, highest: 0, missing: [], repeated: [], withoutOrder: [] };
      const empty = (['invoice', 'credit-note'] as const).map((kind) => ({ kind, ...none }));
      expect(valueOf(await reader.documentSequences())).toStrictEqual(empty);
      const { id: orderId } = await place(noon);
      const content = sampleInvoice(samplePaidOrder({ unitPrices: [100] }));
      for (let counter = 1; counter <= 4; counter += 1) {
        const taken = await unitOfWork.run(({ issuedDocuments }) => issuedDocuments.takeNumber('invoice', noon));
        expect(valueOf(taken).counter).toBe(counter);
      }
      const documents = [
        sampleDocument({ counter: 1, orderId }),
        sampleDocument({ counter: 3 }),
        sampleDocument({ counter: 5 }),
      ];
      for (const document of documents)
        valueOf(await unitOfWork.run(({ issuedDocuments }) => issuedDocuments.add(document, content)));
      expect(valueOf(await reader.documentSequences())).toStrictEqual([
        { kind: 'invoice', last: 4, highest: 5, missing: [2, 4], repeated: [], withoutOrder: [3, 5] },
        { kind: 'credit-note', ...none },
      ]);
    });

    it('reads the orders of a period, oldest first, the end excluded', async () => {
      const { reader } = subject();
      const changed = { ...input, at: afterNoon(2) };
      const late = await place(afterNoon(2), { input: changed, rulesHash: 'b' });
      const early = await place(noon, { input, rulesHash: 'a' });
      const same = await place(noon);
      await place(afterNoon(3), { input, rulesHash: 'a' });
      await place(afterNoon(-1), { input, rulesHash: 'a' });
      const period = { from: noon, to: afterNoon(3) };
      expect(valueOf(await reader.countPlacedIn(period))).toBe(3);
      const page = valueOf(await reader.placedIn(period, 2));
      expect(page).toStrictEqual([
        { id: early.id, placedAt: noon, input },
        { id: same.id, placedAt: noon },
      ]);
      expect(valueOf(await reader.placedIn(period, 2, page.at(-1)))).toStrictEqual([
        { id: late.id, placedAt: afterNoon(2), input: changed },
      ]);
      expect(valueOf(await reader.countPlacedIn({ from: afterNoon(9), to: afterNoon(10) }))).toBe(0);
    });
  });
};
