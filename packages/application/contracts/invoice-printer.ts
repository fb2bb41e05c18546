import { writeMoney, type DocumentContent, type InvoicePrinter } from '@cartwright/application';
import type { Money } from '@cartwright/domain';
import { describe, expect, it } from 'vitest';
import { sampleCreditNote, sampleInvoice, samplePaidOrder } from './sample-invoice.js';
import { valueOf } from './sample-shop.js';

export type InvoicePrinterSubject = {
  readonly printer: InvoicePrinter;
  /** The lines that the document shows, page by page; what stands apart on a line is two spaces apart. */
  readonly pagesOf: (pdf: Uint8Array) => readonly (readonly string[])[];
};

const currencies = [
  ['USD', [1_999, 450, 100_000_07]],
  ['EUR', [1, 333, 999_999_999]],
  ['JPY', [1_980, 7, 12_345_678]],
  ['KWD', [123, 1, 12_345_678]],
] as const;

/** What every `InvoicePrinter` promises. */
export const describeInvoicePrinterContract = (name: string, { printer, pagesOf }: InvoicePrinterSubject): void => {
  describe(`${name} as an invoice printer`, () => {
    const print = async (document: DocumentContent): Promise<Uint8Array> => valueOf(await printer.print(document));
    const linesOf = async (document: DocumentContent): Promise<readonly string[]> =>
      pagesOf(await print(document)).flat();
    /** What stands beside a text, or an empty list. */
    const cellsBeside = (lines: readonly string[], text: string): readonly string[] =>
      lines.map((line) => line.split('  ')).find((cells) => cells.some((cell) => cell.includes(text))) ?? [];
    const written = (money: Money): string => writeMoney(money, 'en').replaceAll('\u00a0', ' ');
    const less = ({ amount, currency }: Money): string => written({ amount: -amount, currency });

    describe.each(currencies)('in %s', (currency, unitPrices) => {
      it.each(['inclusive', 'exclusive', undefined] as const)(
        'says every figure of the order to its last digit, tax %s',
        async (tax) => {
          const order = samplePaidOrder({
            currency,
            unitPrices,
            quantities: [1, 3, 2],
            ...(tax === undefined ? {} : { tax }),
          });
          const { pricing } = order;
          const lines = await linesOf(sampleInvoice(order));
          for (const [index, line] of pricing.lines.entries()) {
            const cells = cellsBeside(lines, `Article ${index + 1}`);
            const figures = [line.unitPrice, line.total, ...(tax === undefined ? [] : [line.tax])].map(written);
            const off = line.discountTotal.amount === 0 ? [] : [less(line.discountTotal)];
            expect(cells).toEqual(expect.arrayContaining([String(line.quantity), ...figures, ...off]));
          }
          expect(cellsBeside(lines, 'Subtotal')).toContain(written(pricing.subtotal));
          expect(pricing.applied).toHaveLength(3);
          for (const promotion of pricing.applied)
            expect(cellsBeside(lines, promotion.name)).toContain(less(promotion.amount));
          expect(cellsBeside(lines, 'Shipping (standard)')).toContain(
            written(pricing.shipping?.charge ?? pricing.total),
          );
          expect(pricing.taxes).toHaveLength(tax === undefined ? 0 : 2);
          for (const { net, tax: taxed } of pricing.taxes)
            expect(cellsBeside(lines, `tax on ${written(net)}`)).toContain(written(taxed));
          expect(lines).toContain(`Total  ${written(pricing.total)}`);
          expect(cellsBeside(lines, 'sbx_1')).toContain(written(pricing.total));
        },
      );
    });

    it('shows seller, buyer and destination', async () => {
      const text = (await linesOf(sampleInvoice(samplePaidOrder({ unitPrices: [100] })))).join('\n');
      for (const part of [
        'INV-000007',
        '7K3F-9QXM2A',
        'Mill Lane Pottery',
        'Ockham GU23 6NP',
        'Analytical Engines Ltd',
        'Ada Lovelace',
        '12 St James’s Square',
      ]) {
        expect(text).toContain(part);
      }
    });

    it('shows the tax numbers of seller and buyer', async () => {
      const lines = await linesOf({
        ...sampleInvoice(samplePaidOrder({ unitPrices: [100] })),
        vatNumber: 'DE129273398',
      });
      for (const number of ['GB123456789', 'DE129273398'])
        expect(lines.some((line) => line.includes(`VAT number ${number}`))).toBe(true);
    });

    it('says in a credit note what is credited of which invoice, with its tax', async () => {
      const order = samplePaidOrder({ unitPrices: [1_999, 450], tax: 'inclusive' });
      const lines = await linesOf(sampleCreditNote(order));
      for (const part of ['CN-000003', 'INV-000007', '7K3F-9QXM2A', 'Mill Lane Pottery', 'Analytical Engines Ltd'])
        expect(lines.join('\n')).toContain(part);
      expect(lines).toContain(`Credited  ${written(order.pricing.total)}`);
      for (const { net, tax } of order.pricing.taxes)
        expect(cellsBeside(lines, `tax on ${written(net)}`)).toContain(written(tax));
    });

    it('says by how much a credit note takes back an earlier one', async () => {
      const lines = await linesOf(sampleCreditNote(samplePaidOrder({ unitPrices: [1_000] }), -1_000));
      expect(lines).toContain('Credited  -$10.00');
    });

    it('is the same bytes for the same invoice, also while another is printed', async () => {
      const [one, other] = [[1_999, 450], [77]].map((unitPrices) =>
        sampleInvoice(samplePaidOrder({ unitPrices, tax: 'inclusive' })),
      );
      if (one === undefined || other === undefined) throw new Error('there are two');
      const first = await print(one);
      const [again, , simultaneous] = await Promise.all([print(one), print(other), print(one)]);
      expect(Buffer.from(first).equals(again)).toBe(true);
      expect(Buffer.from(first).equals(simultaneous)).toBe(true);
    });

    it('has room for five hundred lines, each once and in order', async () => {
      const order = samplePaidOrder({
        unitPrices: Array.from({ length: 500 }, (_, index) => 100 + index),
        tax: 'exclusive',
      });
      const lines = await linesOf(sampleInvoice(order));
      const articles = lines.flatMap((line) => /^Article (\d+)/.exec(line)?.[1] ?? []);
      expect(articles).toEqual(Array.from({ length: 500 }, (_, index) => String(index + 1)));
    });

    it.each([
      ['Latin of all kinds', 'Żółć Gęślą Jaźń, Čeština, Íslenska, Tiếng Việt, Türkçe'],
      ['Greek', 'Ταχίστη αλώπηξ βαφής'],
      ['Cyrillic', 'Съешь ещё этих мягких французских булок'],
    ])('writes %s as it is', async (_script, words) => {
      const lines = await linesOf(sampleInvoice(samplePaidOrder({ unitPrices: [100], names: [words] })));
      expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toContain(words.split(' ')[0]);
      for (const word of words.split(' ')) expect(lines.join(' ')).toContain(word);
    });

    it.each([
      ['a script that few fonts have', '日本のマグカップ 𓀀 😀👩‍👩‍👧'],
      ['scripts from right to left', 'שלום עולם 12 فنجان قهوة ٢٥٠ مل'],
      ['line ends, tabs and invisible characters', 'Mug\r\n\tlarge\u200b\u202e\ufeff'],
      ['one endless word', 'x'.repeat(5_000)],
      ['endless words', 'word '.repeat(5_000)],
      ['nothing but accents', '\u0301\u0301\u0301'],
      ['nothing', ''],
    ])('prints an article that is called %s', async (_what, called) => {
      const lines = await linesOf(
        sampleInvoice(samplePaidOrder({ unitPrices: [100, 250], names: [called, 'After it'], discounted: false })),
      );
      expect(cellsBeside(lines, 'After it')).toEqual(expect.arrayContaining(['1', '$2.50']));
      expect(lines).toContain('Total  $8.49');
    });

    it('prints an order with a total of zero', async () => {
      const order = samplePaidOrder({ unitPrices: [0], discounted: false });
      const free = { ...sampleInvoice(order), total: { amount: 0, currency: 'USD' }, payments: [] };
      expect(await linesOf(free)).toContain('Total  $0.00');
    });
  });
};
