import {
  columnNames,
  findColumns,
  handleOf,
  optionColumns,
  type Field,
  type Fields,
  type ProductFormat,
} from './fields.js';
import { gramsOf } from './read-values.js';

const names = columnNames({
  handle: ['Reference Handle'],
  title: ['Item Name'],
  description: ['Description'],
  categories: ['Categories', 'Category'],
  status: ['Square Online Item Visibility'],
  seoTitle: ['SEO Title'],
  seoDescription: ['SEO Description'],
  sku: ['SKU'],
  barcode: ['GTIN'],
  price: ['Price'],
  shipping: ['Item Type'],
  ...optionColumns(
    (number) => [`Option Name ${number}`],
    (number) => [`Option Value ${number}`],
    10,
  ),
});

/** Square's item library export: a row for each variation, those of one item with the same name. */
export function squareFormat(columns: readonly string[]): ProductFormat | undefined {
  const { at, ignored } = findColumns(columns, names);
  const isSquare = at.has('title');
  if (!isSquare) return undefined;
  const placesOf = (pattern: RegExp): readonly number[] =>
    columns.flatMap((column, index) => (pattern.test(column) ? [index] : []));
  const [variationAt = -1] = placesOf(/^variation name$/iu);
  const [archivedAt = -1] = placesOf(/^archived$/iu);
  const [weightAt = -1] = placesOf(/^weight \((?:kg|g|lb|oz)\)$/iu);
  const quantities = placesOf(/^current quantity\b/iu);
  const taxes = placesOf(/^tax - /iu);
  const used = new Set(
    [variationAt, archivedAt, weightAt, ...quantities, ...taxes].map((index) => columns[index] ?? ''),
  );
  const cellOf = (cells: readonly string[], index: number): string => cells[index]?.trim() ?? '';
  const fieldsOf = (cells: readonly string[]): Fields => {
    const read: { [F in Field]?: string } = {};
    for (const [field, index] of at) read[field] = cellOf(cells, index);
    const counts = quantities.map((index) => cellOf(cells, index)).filter((text) => text !== '');
    const variation = cellOf(cells, variationAt);
    if (!read.option1Value && variation !== '') {
      read.option1Name = 'Variation';
      read.option1Value = variation;
    }
    return {
      ...read,
      ...(read.price === undefined ? {} : { price: /^variable$/iu.test(read.price) ? '' : read.price }),
      ...(read.categories === undefined ? {} : { categories: read.categories.split(/\s*,\s*/u).join('\n') }),
      ...(weightAt < 0 ? {} : { grams: gramsOf(cellOf(cells, weightAt), weightUnit(columns[weightAt])) }),
      ...(quantities.length === 0 ? {} : { tracker: counts.length === 0 ? '' : 'shop', quantity: sumOf(counts) }),
      ...(taxes.length === 0
        ? {}
        : { taxable: taxes.some((index) => /^y/iu.test(cellOf(cells, index))) ? 'TRUE' : 'FALSE' }),
      ...(read.shipping === undefined ? {} : kindOfGoods(read.shipping)),
      ...statusOf(read.status, cellOf(cells, archivedAt)),
    };
  };
  return {
    ignoredColumns: ignored.filter((column) => !used.has(column)),
    columnOf: (field) => {
      if (field === 'grams') return columns[weightAt] ?? '';
      if (field === 'quantity') return columns[quantities[0] ?? -1] ?? '';
      if (field === 'taxable') return columns[taxes[0] ?? -1] ?? '';
      if (field === 'option1Value' && variationAt >= 0) return columns[variationAt] ?? '';
      const index = at.get(field === 'giftCard' ? 'shipping' : field);
      return index === undefined ? field : (columns[index] ?? '');
    },
    fieldsOf,
    productOf: (cells) => {
      const textOf = (field: Field): string => cellOf(cells, at.get(field) ?? -1);
      const name = textOf('title');
      const handle = handleOf(textOf('handle').replace(/^#/u, '')) || handleOf(name);
      return { keys: handle === '' ? [] : [handle], handle };
    },
  };
}

const weightUnit = (column = ''): string => /\((.*)\)/u.exec(column)?.[1] ?? 'lb';

/** Of all locations together. One that is no number is left for the reader to refuse. */
const sumOf = (counts: readonly string[]): string => {
  const plain = counts.map((text) => text.replaceAll(',', ''));
  const strange = plain.find((text) => !/^-?\d{1,12}(?:\.0*)?$/u.test(text));
  if (counts.length === 0) return '';
  return strange ?? String(plain.reduce((sum, text) => sum + Number(text), 0));
};

const kindOfGoods = (type: string): Fields => ({
  giftCard: /gift card/iu.test(type) ? 'TRUE' : 'FALSE',
  shipping: /^(?:digital|event|service|donation|class)/iu.test(type) ? 'FALSE' : 'TRUE',
});

function statusOf(visibility: string | undefined, archived: string): Fields {
  if (/^y/iu.test(archived)) return { status: 'archived' };
  if (visibility === undefined) return archived === '' ? {} : { status: 'active' };
  const known: Readonly<Record<string, string>> = { hidden: 'unlisted', unavailable: 'draft', private: 'draft' };
  return { status: known[visibility.toLowerCase()] ?? 'active' };
}
