import type { BooksReader, UnitOfWork } from '@cartwright/application';
import type { PricingInput } from '@cartwright/domain';
import { describe, expect, it } from 'vitest';
import { paid, sampleOrder } from '../sample-order.js';
import { afterNoon, freshId, noon, sampleCart, saveVariant, valueOf } from '../sample-shop.js';
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
      prices: {},
      customer: { groups: ['guest'], orderCount: 0 },
      promotions: [],
      minimumOrderRules: [],
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

    it('reads every order once, in pages, with its input, its columns and its attempts to pay', async () => {
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
        },
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
