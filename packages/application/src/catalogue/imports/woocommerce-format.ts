import {
  columnNames,
  findColumns,
  handleOf,
  normalName,
  optionColumns,
  type Field,
  type Fields,
  type ProductFormat,
  type RowKind,
} from './fields.js';
import { gramsOf } from './read-values.js';

const names = columnNames({
  title: ['Name'],
  description: ['Description'],
  brand: ['Brands', 'Brand'],
  categories: ['Categories'],
  tags: ['Tags'],
  published: ['Published'],
  featured: ['Is featured?'],
  sku: ['SKU'],
  barcode: ['GTIN, UPC, EAN, or ISBN'],
  price: ['Regular price'],
  compareAt: ['Sale price'],
  taxable: ['Tax status'],
  quantity: ['Stock'],
  policy: ['Backorders allowed?'],
  lowStock: ['Low stock amount'],
  image: ['Images'],
  ...optionColumns(
    (number) => [`Attribute ${number} name`],
    (number) => [`Attribute ${number} value(s)`],
    10,
  ),
});
/** Read for other fields, besides those above. */
const further = ['id', 'type', 'parent', 'visibility in catalog', 'short description', 'in stock?'] as const;
type Further = (typeof further)[number];

/** WooCommerce's product export. Variations name their product in `Parent`, by SKU or as `id:12`. */
export function woocommerceFormat(columns: readonly string[]): ProductFormat | undefined {
  const { at, ignored } = findColumns(columns, names);
  const places = new Map(columns.map((column, index) => [normalName(column), index]));
  const isWoocommerce = at.has('title') && places.has('type') && (at.has('price') || places.has('parent'));
  if (!isWoocommerce) return undefined;
  const weightColumn = columns.find((column) => /^weight \((?:kg|g|lbs?|oz)\)$/iu.test(column));
  const weightAt = weightColumn === undefined ? -1 : columns.indexOf(weightColumn);
  const used = new Set<string>([...further, ...(weightColumn === undefined ? [] : [normalName(weightColumn)])]);
  const cellOf = (cells: readonly string[], name: Further): string => cells[places.get(name) ?? -1]?.trim() ?? '';
  const kindOf = (cells: readonly string[]): RowKind => {
    const types = typesOf(cellOf(cells, 'type'));
    return types.includes('variation') ? 'variant' : types.includes('variable') ? 'product' : 'any';
  };
  const fieldsOf = (cells: readonly string[]): Fields => {
    const read: { [F in Field]?: string } = {};
    for (const [field, index] of at) {
      const text = unescaped(cells[index]?.trim() ?? '');
      read[field] = field.startsWith('option') ? withCommas(text) : text;
    }
    const types = typesOf(cellOf(cells, 'type'));
    if (weightAt >= 0) read.grams = gramsOf(cells[weightAt] ?? '', /\((.*)\)/u.exec(weightColumn ?? '')?.[1] ?? 'kg');
    if (read.description === '') read.description = unescaped(cellOf(cells, 'short description'));
    if (read.categories !== undefined) read.categories = listOf(read.categories).join('\n');
    if (read.tags !== undefined) read.tags = listOf(read.tags).join('\n');
    if (read.image !== undefined) read.image = listOf(read.image).join('\n');
    if (kindOf(cells) === 'variant' && read.image !== undefined) {
      read.variantImage = read.image.split('\n')[0] ?? '';
      read.image = '';
    }
    const isUnsupported = types.some((type) => type === 'grouped' || type === 'external');
    return {
      ...read,
      ...pricesOf(read),
      ...stockOf(read, cellOf(cells, 'in stock?')),
      ...(kindOf(cells) === 'variant' ? { title: '' } : statusOf(read, cellOf(cells, 'visibility in catalog'))),
      ...(read.taxable === undefined ? {} : { taxable: read.taxable === 'taxable' ? 'TRUE' : 'FALSE' }),
      shipping: types.some((type) => type === 'virtual' || type === 'downloadable') ? 'FALSE' : 'TRUE',
      unsupported: isUnsupported ? cellOf(cells, 'type') : '',
    };
  };
  return {
    ignoredColumns: ignored.filter((column) => !used.has(normalName(column))),
    columnOf: (field) => {
      if (field === 'grams') return weightColumn ?? '';
      if (field === 'status') return 'Published';
      if (field === 'handle') return 'Parent';
      if (field === 'unsupported' || field === 'shipping') return columns[places.get('type') ?? -1] ?? '';
      const index = at.get(field === 'variantImage' ? 'image' : field);
      return index === undefined ? field : (columns[index] ?? '');
    },
    fieldsOf,
    kindOf,
    productOf: (cells) => {
      const textOf = (field: Field): string => cells[at.get(field) ?? -1]?.trim() ?? '';
      if (kindOf(cells) === 'variant') return { keys: [cellOf(cells, 'parent').toLowerCase()], handle: '' };
      const [id, sku, handle] = [cellOf(cells, 'id'), textOf('sku').toLowerCase(), handleOf(textOf('title'))];
      const keys = [...(id === '' ? [] : [`id:${id}`]), ...(sku === '' ? [] : [sku])];
      return { keys: keys.length > 0 ? keys : [`name:${handle}`], handle, distinction: handleOf(id || sku) };
    },
  };
}

const typesOf = (text: string): readonly string[] => text.toLowerCase().split(/\s*,\s*/u);

/** The export writes line ends and commas inside a list with a backslash. */
const unescaped = (text: string): string => text.replaceAll('\\n', '\n');
const withCommas = (text: string): string => text.replaceAll('\\,', ',');
const listOf = (text: string): readonly string[] =>
  text
    .split(/(?<!\\),/u)
    .map((item) => withCommas(item).trim())
    .filter((item) => item !== '');

/** While there is a sale price, the regular one is what to compare it with. */
const pricesOf = ({ price, compareAt }: Fields): Fields =>
  compareAt === undefined || compareAt === ''
    ? { ...(price === undefined ? {} : { price }), ...(compareAt === undefined ? {} : { compareAt }) }
    : { price: compareAt, ...(price === undefined ? {} : { compareAt: price }) };

/** Stock that is not counted is there, or it is not. */
function stockOf({ quantity, policy }: Fields, inStock: string): Fields {
  const isCounted = (quantity !== undefined && quantity !== '') || inStock === '0';
  return {
    ...(quantity === undefined && inStock === '' ? {} : { tracker: isCounted ? 'shop' : '' }),
    ...(isCounted && !quantity ? { quantity: '0' } : {}),
    ...(policy === undefined ? {} : { policy: /^(?:1|yes|notify)$/iu.test(policy) ? 'continue' : 'deny' }),
  };
}

/** `Published` is 1, 0 (private) or -1 (draft). */
function statusOf({ published }: Fields, visibility: string): Fields {
  if (published === undefined && visibility === '') return {};
  const isPublished = published === undefined || published === '' || /^(?:1|yes|true)$/iu.test(published);
  return { published: 'TRUE', status: isPublished ? (visibility === 'hidden' ? 'unlisted' : 'active') : 'draft' };
}
