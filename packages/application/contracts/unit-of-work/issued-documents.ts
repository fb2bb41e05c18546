import { numberedInvoice, type Change, type IssuedDocument, type UnnumberedInvoice } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { sampleCreditNote, sampleInvoice, samplePaidOrder } from '../sample-invoice.js';
import { sampleOrder } from '../sample-order.js';
import { afterNoon, freshId, noon, saveVariant, usd, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

/** An invoice without what it says, or what of it is given. */
export function sampleDocument({ counter = 1, ...facts }: Partial<IssuedDocument> = {}): IssuedDocument {
  return {
    kind: 'invoice',
    number: `${facts.kind === 'credit-note' ? 'CN' : 'INV'}-${counter}`,
    counter,
    orderId: freshId(),
    issuedAt: noon,
    amount: usd(1_190),
    taxes: [{ rate: 190_000, net: usd(1_000), tax: usd(190) }],
    ...facts,
  };
}

export const describeIssuedDocuments = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('invoices and credit notes', () => {
    const subject = subjectForEachTest(makeSubject);
    const order = samplePaidOrder({ unitPrices: [1_000] });
    const content = sampleInvoice(order);
    const add = async (document: IssuedDocument): Promise<void> => {
      valueOf(await subject().unitOfWork.run(({ issuedDocuments }) => issuedDocuments.add(document, content)));
    };
    const find = async (number: string) =>
      valueOf(await subject().unitOfWork.read(({ issuedDocuments }) => issuedDocuments.find(number)));
    const ofOrder = async (id: string) =>
      valueOf(await subject().unitOfWork.read(({ issuedDocuments }) => issuedDocuments.ofOrder(id)));
    const take = async (kind: IssuedDocument['kind'], at: string = noon) =>
      valueOf(await subject().unitOfWork.run(({ issuedDocuments }) => issuedDocuments.takeNumber(kind, at)));

    it('are numbered from one on, each kind by itself', async () => {
      const taken = [await take('invoice'), await take('invoice'), await take('credit-note'), await take('invoice')];
      expect(taken.map(({ counter }) => counter)).toEqual([1, 2, 1, 3]);
    });

    it('are never dated before the one that has the number before', async () => {
      await take('invoice', afterNoon(60));
      expect(await take('invoice', noon)).toEqual({ counter: 2, issuedAt: afterNoon(60) });
      expect(await take('credit-note', noon)).toEqual({ counter: 1, issuedAt: noon });
    });

    it('leave no gap for a transaction that was undone, and no number twice', async () => {
      const { unitOfWork } = subject();
      const attempts = Array.from({ length: 12 }, (_, index) =>
        unitOfWork.run(({ issuedDocuments }) =>
          issuedDocuments.takeNumber('invoice', noon).map(({ counter }) => {
            if (index % 3 === 0) throw new RangeError('undone');
            return counter;
          }),
        ),
      );
      const taken = await Promise.allSettled(attempts);
      const counters = taken.flatMap((each) => (each.status === 'fulfilled' ? [valueOf(each.value)] : []));
      expect(counters.toSorted((left, right) => left - right)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    });

    it('are found exactly as they were issued', async () => {
      const document = sampleDocument();
      const note = sampleDocument({ kind: 'credit-note', subject: freshId() });
      await add(document);
      valueOf(
        await subject().unitOfWork.run(({ issuedDocuments }) => issuedDocuments.add(note, sampleCreditNote(order))),
      );
      expect(JSON.stringify((await find(document.number))?.content)).toBe(JSON.stringify(content));
      expect(await find(document.number)).toStrictEqual({ document, content });
      expect(await find(note.number)).toStrictEqual({ document: note, content: sampleCreditNote(order) });
      expect([await find('INV-9'), await find('\u0000')]).toEqual([undefined, undefined]);
    });

    it('are only those of their order: the invoice, then credit notes by number', async () => {
      const orderId = freshId();
      const notes = [10, 9].map((counter) =>
        sampleDocument({ kind: 'credit-note', counter, orderId, subject: freshId() }),
      );
      const invoice = sampleDocument({ counter: 11, orderId });
      for (const each of [...notes, invoice, sampleDocument()]) await add(each);
      expect(await ofOrder(orderId)).toStrictEqual([invoice, ...notes.toReversed()]);
      expect([await ofOrder(freshId()), await ofOrder('no id')]).toEqual([[], []]);
    });

    it('are read with their order', async () => {
      const { unitOfWork } = subject();
      const lines = [{ variantId: await saveVariant(unitOfWork), quantity: 1 }];
      const [bought, other] = [await sampleOrder(unitOfWork, { lines }), await sampleOrder(unitOfWork, { lines })];
      for (const each of [bought, other]) valueOf(await unitOfWork.commit({ order: { type: 'place', order: each } }));
      const documents = [
        sampleDocument({ orderId: bought.id }),
        ...[1, 2].map((counter) =>
          sampleDocument({ kind: 'credit-note', counter, orderId: bought.id, subject: freshId() }),
        ),
      ];
      for (const each of documents) await add(each);
      const read = async (id: string) => valueOf(await unitOfWork.read(({ orders }) => orders.findWithDocuments(id)));
      expect(await read(bought.id)).toStrictEqual({ order: bought, version: 1, documents });
      expect(await read(other.id)).toStrictEqual({ order: other, version: 1, documents: [] });
      expect([await read(freshId()), await read('no id')]).toEqual([undefined, undefined]);
    });

    describe('issued by the commit that pays their order', () => {
      const { type: _type, number: _number, issuedAt: _issuedAt, ...rest } = content;
      const unnumbered: UnnumberedInvoice = { type: 'invoice', ...rest };
      const commit = (orderId: string, at: string = noon, change: Change = {}) =>
        subject().unitOfWork.commit({ ...change, invoice: { orderId, content: unnumbered, at } });

      it('have the next number, and the content that they would have if they were issued later', async () => {
        const ids = [freshId(), freshId()];
        await add(sampleDocument({ counter: (await take('invoice', afterNoon(60))).counter }));
        for (const id of ids) valueOf(await commit(id));
        const [first, second] = (await Promise.all(ids.map(ofOrder))).flat();
        expect([first?.number, second?.number]).toEqual(['INV-000002', 'INV-000003']);
        expect(first).toStrictEqual({
          kind: 'invoice',
          number: 'INV-000002',
          counter: 2,
          orderId: ids[0],
          issuedAt: afterNoon(60),
          amount: content.total,
          taxes: content.taxes,
        });
        const expected = numberedInvoice(unnumbered, { number: 'INV-000002', issuedAt: afterNoon(60) });
        expect(JSON.stringify((await find('INV-000002'))?.content)).toBe(JSON.stringify(expected));
      });

      it('are numbered without a gap by concurrent commits, of which some conflict', async () => {
        const taken = freshId();
        valueOf(await commit(taken));
        const ids = Array.from({ length: 12 }, (_, index) => (index % 4 === 1 ? taken : freshId()));
        const results = await Promise.all(ids.map((id, index) => commit(id, afterNoon(index))));
        expect(results.map((result) => result.isOk())).toEqual(ids.map((id) => id !== taken));
        const documents = (await Promise.all([...new Set(ids)].map(ofOrder))).flat();
        const byCounter = documents.toSorted((left, right) => left.counter - right.counter);
        expect(byCounter.map(({ counter }) => counter)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        const dates = byCounter.map(({ issuedAt }) => issuedAt);
        expect(dates).toEqual(dates.toSorted());
      });

      it('are not issued when something else of the change conflicts', async () => {
        const [orderId, other] = [freshId(), freshId()];
        const conflicting: Change = { order: { type: 'unchanged', id: freshId(), version: 1 } };
        expect((await commit(orderId, noon, conflicting)).isErr()).toBe(true);
        expect(await ofOrder(orderId)).toEqual([]);
        valueOf(await commit(other));
        expect((await ofOrder(other)).map(({ counter }) => counter)).toEqual([1]);
      });
    });

    it('have the PDF that was stored first, whoever stores another', async () => {
      const { number } = sampleDocument();
      await add(sampleDocument());
      const save = async (...bytes: readonly number[]) =>
        valueOf(
          await subject().unitOfWork.run(({ issuedDocuments }) =>
            issuedDocuments.savePdf(number, Uint8Array.from(bytes)),
          ),
        );
      const first = Uint8Array.from([37, 0, 255, 92]);
      expect([await save(...first), await save(1)]).toEqual([first, first]);
      expect((await find(number))?.pdf).toEqual(first);
    });
  });
};
