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

/** Old and present names of Shopify's columns. */
const names = columnNames({
  handle: ['Handle', 'URL handle'],
  title: ['Title'],
  description: ['Body (HTML)', 'Body HTML', 'Description'],
  brand: ['Vendor'],
  tags: ['Tags'],
  published: ['Published', 'Published on online store'],
  status: ['Status'],
  giftCard: ['Gift Card'],
  seoTitle: ['SEO Title'],
  seoDescription: ['SEO Description'],
  sku: ['Variant SKU', 'SKU'],
  barcode: ['Variant Barcode', 'Barcode'],
  price: ['Variant Price', 'Price'],
  compareAt: ['Variant Compare At Price', 'Compare-at price', 'Compare at price'],
  taxable: ['Variant Taxable', 'Charge tax'],
  shipping: ['Variant Requires Shipping', 'Requires shipping'],
  tracker: ['Variant Inventory Tracker', 'Inventory tracker'],
  quantity: ['Variant Inventory Qty', 'Inventory quantity'],
  policy: ['Variant Inventory Policy', 'Continue selling when out of stock'],
  grams: ['Variant Grams', 'Weight value (grams)'],
  variantImage: ['Variant Image', 'Variant image URL'],
  image: ['Image Src', 'Product image URL'],
  imagePosition: ['Image Position'],
  imageAlt: ['Image Alt Text'],
  ...optionColumns(
    (number) => [`Option${number} Name`],
    (number) => [`Option${number} Value`],
    3,
  ),
});
const categoryNames = ['product category', 'type'];
const weightNames = ['variant weight', 'variant weight unit'];

/** Shopify's product CSV. It needs only a title, and a handle where a product has several variants. */
export function shopifyFormat(columns: readonly string[]): ProductFormat | undefined {
  const { at, ignored } = findColumns(columns, names);
  if (!at.has('handle') && !at.has('title')) return undefined;
  const indexOf = (name: string) => columns.findIndex((column) => column.toLowerCase() === name);
  const categoriesAt = categoryNames.map(indexOf).filter((index) => index >= 0);
  const weightsAt = weightNames.map(indexOf);
  const [weightAt = -1, unitAt = -1] = weightsAt;
  const hasWeight = !at.has('grams') && weightAt >= 0;
  const used = new Set([...categoriesAt, ...(hasWeight ? weightsAt : [])]);
  const fieldsOf = (cells: readonly string[]): Fields => {
    const fields: { [F in Field]?: string } = {};
    for (const [field, index] of at) fields[field] = cells[index]?.trim() ?? '';
    if (categoriesAt.length > 0) {
      fields.categories = categoriesAt.map((index) => cells[index]?.trim() ?? '').find((text) => text !== '') ?? '';
    }
    if (fields.tags !== undefined) fields.tags = fields.tags.replaceAll(',', '\n');
    if (hasWeight) fields.grams = gramsOf(cells[weightAt] ?? '', cells[unitAt] ?? '');
    return fields;
  };
  return {
    ignoredColumns: ignored.filter((column) => !used.has(columns.indexOf(column))),
    columnOf: (field) => {
      const index =
        field === 'categories' ? categoriesAt[0] : field === 'grams' && hasWeight ? weightAt : at.get(field);
      return index === undefined ? (required[field] ?? field) : (columns[index] ?? '');
    },
    fieldsOf,
    productOf: (cells) => {
      const textOf = (field: Field) => cells[at.get(field) ?? -1]?.trim() ?? '';
      const handle = textOf('handle').normalize('NFC') || handleOf(textOf('title'));
      // A further row of a product may have its handle in another letter case; one with a title is of another product.
      const isFurther = at.has('title') && textOf('title') === '';
      return { keys: handle === '' ? [] : isFurther ? [handle, handle.toLowerCase()] : [handle], handle };
    },
  };
}

/** What a missing column would be called. */
const required: { readonly [F in Field]?: string } = { title: 'Title', handle: 'Handle' };
