import { describeInvoicePrinterContract } from '@cartwright/application/contracts/invoice-printer';
import { sampleInvoice, samplePaidOrder } from '@cartwright/application/contracts/sample-invoice';
import { describe, expect, it } from 'vitest';
import { pdfPages } from '../../testing/read-pdf.js';
import { turnsDuring } from '../../testing/turns-during.js';
import { makePdfInvoicePrinter } from './invoice-printer.js';

const printer = makePdfInvoicePrinter();

describeInvoicePrinterContract('pdfkit', { printer, pagesOf: pdfPages });

describe('an invoice on paper', () => {
  const pagesOf = async (invoice: ReturnType<typeof sampleInvoice>) =>
    pdfPages((await printer.print(invoice))._unsafeUnwrap());

  it('is a PDF that says when it was made, which is when the order was paid', async () => {
    const invoice = { ...sampleInvoice(samplePaidOrder({ unitPrices: [100] })), issuedAt: '2026-11-21T23:30:00.000Z' };
    const bytes = Buffer.from((await printer.print(invoice))._unsafeUnwrap()).toString('latin1');
    expect(bytes.slice(0, 5)).toBe('%PDF-');
    expect(bytes).toContain('(D:20261121233000Z)');
    expect(bytes).toContain('(Invoice INV-000007)');
  });

  it("is dated by the shop's day", async () => {
    const invoice = { ...sampleInvoice(samplePaidOrder({ unitPrices: [100] })), issuedAt: '2026-11-21T23:30:00.000Z' };
    expect((await pagesOf(invoice)).flat()).toContain('Invoice date  22 November 2026');
  });

  it('begins every page alike, numbers them, and repeats the headings over the lines', async () => {
    const order = samplePaidOrder({ unitPrices: Array.from({ length: 80 }, () => 500), tax: 'inclusive' });
    const pages = await pagesOf(sampleInvoice(order));
    const count = pages.length;
    expect(count).toBeGreaterThan(2);
    expect(pages.map((lines) => lines.at(-1))).toEqual(
      pages.map((_, index) => `Invoice INV-000007  Page ${index + 1} of ${count}`),
    );
    expect(new Set(pages.slice(1).map(([first]) => first))).toEqual(new Set(['Mill Lane Pottery  Invoice INV-000007']));
    const withLines = pages.filter((lines) => lines.some((line) => line.startsWith('Article')));
    const headings = withLines.flatMap((lines) =>
      lines.filter((line) => line === 'Item  Qty  Unit price  Discount  Tax  Amount'),
    );
    expect(withLines.length).toBeGreaterThan(2);
    expect(headings).toHaveLength(withLines.length);
  });

  it.each(['王小明', '建国路 88 号, 北京', '茶 🍵', 'राहुल शर्मा', '한국어', 'ชาเขียว'])(
    'prints the name %s',
    async (name) => {
      const bytes = (
        await printer.print(sampleInvoice(samplePaidOrder({ unitPrices: [500], names: [name] })))
      )._unsafeUnwrap();
      const text = pdfPages(bytes).flat().join('');
      // Joined letters are written in the order in which they stand on paper.
      for (const letter of name.replaceAll(' ', '').normalize('NFC')) expect(text).toContain(letter);
      expect(text).not.toMatch(/\[U\+|\u{fffd}/u);
    },
  );

  it('leaves out the columns that nothing would stand in', async () => {
    const lines = (await pagesOf(sampleInvoice(samplePaidOrder({ unitPrices: [500], discounted: false })))).flat();
    expect(lines).toContain('Item  Qty  Unit price  Amount');
    expect(lines).toContain('No tax is charged.');
  });

  it.each([[['1 Mill Lane', 'United Kingdom']], [['1 Mill Lane']]])(
    'has the country of the seller once, with the address %j',
    async (address) => {
      const { shipTo: _shipTo, ...invoice } = sampleInvoice(samplePaidOrder({ unitPrices: [100] }));
      const lines = (await pagesOf({ ...invoice, seller: { ...invoice.seller, address } })).flat();
      expect(lines.join('\n').match(/United Kingdom/gu)).toHaveLength(1);
    },
  );

  it.each([
    ['inclusive', 'Prices include tax.', 'including 19 % tax on'],
    ['exclusive', 'Prices are without tax, which is added to them.', '8.875 % tax on'],
  ] as const)('says plainly that prices are %s of tax', async (tax, note, sum) => {
    const lines = (await pagesOf(sampleInvoice(samplePaidOrder({ unitPrices: [500, 700], tax })))).flat();
    expect(lines).toContain(note);
    expect(lines.some((line) => line.startsWith(sum))).toBe(true);
  });

  it('breaks a long name over lines and keeps its figures beside the first', async () => {
    const name = 'A beaker that is called by more words than any column of an invoice has room for';
    const [lines = []] = await pagesOf(
      sampleInvoice(samplePaidOrder({ unitPrices: [500], names: [name], discounted: false })),
    );
    const first = lines.findIndex((line) => line.startsWith('A beaker'));
    expect(lines[first]).toMatch(/ {2}1 {2}\$5\.00 {2}\$5\.00$/);
    const broken = lines.slice(first, lines.indexOf('SKU-1')).map((line) => line.split('  ')[0]);
    expect(broken.length).toBeGreaterThan(1);
    expect(broken.join(' ')).toBe(name);
  });

  it('writes figures that are too wide for their column smaller, and whole', async () => {
    const order = samplePaidOrder({ currency: 'KWD', unitPrices: [900_719_925_400], discounted: false });
    const lines = (await pagesOf(sampleInvoice(order))).flat();
    expect(lines.find((line) => line.startsWith('Article 1'))).toBe(
      'Article 1  1  KWD 9,007,199,254.000  KWD 9,007,199,254.000',
    );
  });

  it('lets others have their turn while it is long', async () => {
    const order = samplePaidOrder({ unitPrices: Array.from({ length: 500 }, () => 500) });
    const turns = await turnsDuring(async () => printer.print(sampleInvoice(order)));
    expect(turns).toBeGreaterThan(3);
  });
});
