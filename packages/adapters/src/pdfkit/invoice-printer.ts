import type { InvoicePrinter } from '@cartwright/application';
import { ResultAsync } from 'neverthrow';
import { openFonts } from './invoice-fonts.js';
import { openSheet, page, type Column, type Sheet, type Style } from './invoice-sheet.js';
import { documentWords, type InvoiceRow, type DocumentWords, type Sum } from './invoice-words.js';

const dark = '#1f2933';
const muted = '#687385';
const faint = '#c9d0d9';
const style = {
  shop: { font: 'bold', size: 14, color: dark },
  title: { font: 'bold', size: 20, color: dark },
  label: { font: 'bold', size: 7.5, color: muted },
  body: { font: 'regular', size: 8.5, color: dark },
  strong: { font: 'bold', size: 9.5, color: dark },
  small: { font: 'regular', size: 7.5, color: muted },
} as const satisfies Record<string, Style>;

const { margin } = page;
const width = page.width - 2 * margin;
const whole: Column = { left: margin, width };
const wholeRight: Column = { ...whole, align: 'right' };
const leftHalf: Column = { left: margin, width: width / 2 - 10 };
const rightHalf: Column = { left: margin + width / 2 + 10, width: width / 2 - 10 };

/**
 * Invoices, credit notes and packing slips as PDF by pdfkit, on A4, in English.
 *
 * @example makePdfInvoicePrinter().print(invoice)
 */
export function makePdfInvoicePrinter(): InvoicePrinter {
  const fontsFor = openFonts();
  return {
    print: (document) =>
      ResultAsync.fromSafePromise(
        (async () => {
          const words = documentWords(document);
          const at = new Date(document.type === 'packing-slip' ? document.orderedAt : document.issuedAt);
          const about = { title: words.title, author: words.seller.name, at };
          return write(await openSheet(await fontsFor(JSON.stringify(words)), about), words);
        })(),
      ),
  };
}

async function write(sheet: Sheet, words: DocumentWords): Promise<Uint8Array> {
  writeHead(sheet, words);
  await sheet.pause();
  if (words.rows.length > 0) await writeRows(sheet, words);
  const begin = (): void => writeRunningHead(sheet, words);
  for (const sum of words.sums) {
    writeSum(sheet, sum, sumColumns, begin);
    await sheet.pause();
  }
  sheet.moveTo(sheet.y + 14);
  for (const note of words.notes) writeSum(sheet, { label: note, amount: '' }, settlementColumns, begin);
  for (const settlement of words.settlements) {
    writeSum(sheet, settlement, settlementColumns, begin);
    await sheet.pause();
  }
  sheet.onEachPage((number, count) => {
    sheet.moveTo(page.bottom + 12);
    sheet.rule(faint);
    sheet.write([words.title], style.small, whole, page.bottom + 18);
    sheet.write([`Page ${number} of ${count}`], style.small, wholeRight, page.bottom + 18);
  });
  await sheet.pause();
  return sheet.close();
}

/** Who sells, what this is, and whom it is for. */
function writeHead(sheet: Sheet, { kind, seller, status, facts, parties }: DocumentWords): void {
  sheet.write([kind], style.title, { ...rightHalf, align: 'right' });
  sheet.write([status], style.label, { ...rightHalf, align: 'right' }, margin + 28);
  const sellerBottom = writeLines(sheet, [seller.name], style.shop, leftHalf, margin + 3);
  const addressBottom = writeLines(sheet, seller.address, style.small, leftHalf, sellerBottom + 3);
  let factsTop = margin + 46;
  const label: Column = { left: rightHalf.left + 20, width: 90 };
  const value: Column = { left: label.left + label.width, width: rightHalf.width - 20 - label.width, align: 'right' };
  for (const [name, text] of facts) {
    sheet.write([name], style.small, label, factsTop + 1);
    factsTop = writeLines(sheet, [text], style.body, value, factsTop);
  }
  sheet.moveTo(Math.max(addressBottom, factsTop) + 16);
  sheet.rule(dark, 1);
  sheet.moveTo(sheet.y + 12);
  const top = sheet.y;
  const columns = [leftHalf, rightHalf];
  const bottoms = parties.map(({ label: name, lines }, index) => {
    const column = columns[index] ?? leftHalf;
    sheet.write([name.toUpperCase()], style.label, column, top);
    return writeLines(sheet, lines, style.body, column, top + 13);
  });
  sheet.moveTo(Math.max(top, ...bottoms) + 20);
}

/** Writes lines that may be broken. Returns where they end. */
function writeLines(sheet: Sheet, lines: readonly string[], look: Style, column: Column, top: number): number {
  const broken = lines.flatMap((line) => sheet.linesOf(line, look, column));
  sheet.write(broken, look, column, top);
  return top + sheet.heightOf(broken, look);
}

const writeRunningHead = (sheet: Sheet, { seller, title }: DocumentWords): void => {
  sheet.write([seller.name], style.label, whole);
  sheet.write([title], style.small, wholeRight);
  sheet.moveTo(sheet.y + 20);
};

type RowColumns = { readonly [K in 'name' | 'quantity' | 'unitPrice' | 'discount' | 'tax' | 'total']?: Column };
const headings = {
  name: 'Item',
  quantity: 'Qty',
  unitPrice: 'Unit price',
  discount: 'Discount',
  tax: 'Tax',
  total: 'Amount',
} as const;

/** Columns that would be empty in every row are left out, and their room is the names'. */
function columnsOf(rows: readonly InvoiceRow[]): RowColumns {
  const widths = {
    quantity: 34,
    ...(rows.some(({ unitPrice }) => unitPrice !== '') ? { unitPrice: 72 } : {}),
    ...(rows.some(({ discount }) => discount !== '') ? { discount: 70 } : {}),
    ...(rows.some(({ tax }) => tax !== '') ? { tax: 62 } : {}),
    ...(rows.some(({ total }) => total !== '') ? { total: 76 } : {}),
  };
  const entries = Object.entries(widths);
  const numbers = entries.reduce((sum, [, wide]) => sum + wide, 0);
  let left = margin + width - numbers;
  const columns = entries.map(([key, wide]) => {
    const column: Column = { left: left + 6, width: wide - 6, align: 'right' };
    left += wide;
    return [key, column] as const;
  });
  return { name: { left: margin, width: width - numbers - 4 }, ...Object.fromEntries(columns) };
}

async function writeRows(sheet: Sheet, words: DocumentWords): Promise<void> {
  const columns = columnsOf(words.rows);
  const writeHeadings = (): void => {
    for (const [key, column] of Object.entries(columns))
      sheet.write([headings[key as keyof typeof headings]], style.label, column);
    sheet.moveTo(sheet.y + 13);
    sheet.rule(muted);
    sheet.moveTo(sheet.y + 6);
  };
  writeHeadings();
  for (const row of words.rows) {
    writeRow(sheet, row, columns, () => {
      writeRunningHead(sheet, words);
      writeHeadings();
    });
    await sheet.pause();
  }
  sheet.moveTo(sheet.y + 8);
}

function writeRow(sheet: Sheet, row: InvoiceRow, columns: RowColumns, begin: () => void): void {
  const name = sheet.linesOf(row.name, style.body, columns.name ?? whole);
  const sku = sheet.linesOf(row.sku, style.small, columns.name ?? whole);
  const nameHeight = sheet.heightOf(name, style.body);
  const height = Math.max(nameHeight + sheet.heightOf(sku, style.small), sheet.heightOf(['', ''], style.body));
  sheet.ensureRoom(height + 6, begin);
  const top = sheet.y;
  for (const [key, column] of Object.entries(columns)) {
    if (key !== 'name') sheet.write([row[key as Exclude<keyof RowColumns, 'name'>]], style.body, column, top);
  }
  sheet.write(name, style.body, columns.name ?? whole, top);
  sheet.write(sku, style.small, columns.name ?? whole, top + nameHeight);
  if (columns.tax !== undefined)
    sheet.write([row.taxRate], style.small, columns.tax, top + sheet.heightOf([''], style.body));
  sheet.moveTo(top + height + 3);
  sheet.rule(faint);
  sheet.moveTo(sheet.y + 5);
}

type SumColumns = { readonly label: Column; readonly amount: Column };
const amountWidth = 110;
const amounts: Column = { left: margin + width - amountWidth, width: amountWidth, align: 'right' };
const sumLabelWidth = 230;
const sumColumns: SumColumns = {
  label: { left: amounts.left - sumLabelWidth - 8, width: sumLabelWidth },
  amount: amounts,
};
const settlementColumns: SumColumns = { label: { left: margin, width: width - amountWidth - 8 }, amount: amounts };

function writeSum(
  sheet: Sheet,
  { label, amount, isStrong = false }: Sum,
  columns: SumColumns,
  begin: () => void,
): void {
  const look = isStrong ? style.strong : style.body;
  const lines = sheet.linesOf(label, look, columns.label);
  const height = sheet.heightOf(lines, look);
  sheet.ensureRoom(height + 10, begin);
  if (isStrong) {
    sheet.rule(muted, 0.5, columns.label.left);
    sheet.moveTo(sheet.y + 5);
  }
  const top = sheet.y;
  sheet.write(lines, look, columns.label, top);
  sheet.write([amount], look, columns.amount, top);
  sheet.moveTo(top + height + 4);
}
