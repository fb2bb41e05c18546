import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** One real morning of a gift shop (see the README beside the data): 618 products in Shopify's format, in GBP. */
export const productsCsv = (): string => read('products.csv');

export type Invoice = {
  readonly number: string;
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
  /** In pence. */
  readonly total: number;
};

/** The invoices of that morning, in order. */
export function invoices(): readonly Invoice[] {
  const rows = parse(read('orders.csv'), { columns: true }) as readonly Record<string, string>[];
  const byNumber = new Map<string, Record<string, string>[]>();
  for (const row of rows) byNumber.set(row['Invoice'] ?? '', [...(byNumber.get(row['Invoice'] ?? '') ?? []), row]);
  return [...byNumber].map(([number, lines]) => ({
    number,
    items: lines.map((line) => ({ sku: line['SKU'] ?? '', quantity: Number(line['Quantity']) })),
    total: Math.round(Number(lines[0]?.['InvoiceTotal']) * 100),
  }));
}
