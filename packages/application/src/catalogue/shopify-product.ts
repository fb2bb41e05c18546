import { parseMoney, type CurrencyCode, type TaxClass, type TaxZone } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import type { ProductDraft, ProductStatus, VariantDraft } from '../ports/repositories/catalogue-records.js';
import type { CsvRow } from '../ports/csv-reader.js';
import { hasRate } from '../pricing/classes-with-rates.js';
import type { ImportFailure } from '../ports/repositories/import-records.js';
import { importLimits } from './import-limits.js';

/** Required columns of Shopify's product CSV. */
export const requiredColumns = ['Handle', 'Title', 'Variant SKU', 'Variant Price'] as const;

/** Rows that stand or fall together: those of one handle, or a single row that cannot be read. */
export type ProductRows = { readonly columns: readonly string[]; readonly rows: readonly CsvRow[] };

/** What the shop sells by: its currency, and how it charges tax, if it does. */
export type SellingFacts = { readonly currency: CurrencyCode; readonly taxZones: readonly TaxZone[] | undefined };

/** A product as its rows tell it, without what only the shop can know, and the rows that were refused. */
export type ImportedProduct = {
  readonly product?: Omit<ProductDraft, 'categoryIds'> & { readonly categoryPath: readonly string[] };
  readonly failures: readonly ImportFailure[];
};

type Fields = Readonly<Record<string, string>>;
const field = (fields: Fields, column: string): string => fields[column]?.trim() ?? '';

/**
 * What stands where a text could not be decoded or stored (U+FFFD). A row that holds it is refused, not kept damaged.
 */
export const damaged = '\uFFFD';

/** The largest stock that a row may state, in units. */
const maximumStock = 1_000_000_000;

/** Gathers a file's rows by handle, in the order in which each first appears. */
export function groupByHandle(columns: readonly string[], rows: readonly CsvRow[]): readonly ProductRows[] {
  const groups: CsvRow[][] = [];
  const byHandle = new Map<string, CsvRow[]>();
  const handleAt = columns.indexOf('Handle');
  for (const row of rows) {
    const handle = row.type === 'record' ? (row.cells[handleAt] ?? '').trim().toLowerCase() : '';
    const known = handle === '' ? undefined : byHandle.get(handle);
    if (known === undefined) {
      const group = [row];
      groups.push(group);
      if (handle !== '') byHandle.set(handle, group);
    } else known.push(row);
  }
  return groups.map((group) => ({ columns, rows: group }));
}

/** Reads the rows of one product. A row that is refused spoils no other, unless nothing to sell is left. */
export function readProduct(group: ProductRows, shop: SellingFacts): ImportedProduct {
  const rows = group.rows.map((row) => withFields(group.columns, row));
  const failures: ImportFailure[] = [];
  const skus = new Set<string>();
  const variants: VariantDraft[] = [];
  const images: { readonly url: string; readonly alt: string }[] = [];
  const described = rows.find((row) => row.type === 'record' && field(row.fields, 'Title') !== '');
  const head =
    described?.type === 'record'
      ? requireSound(described.fields).andThen(() => readHead(described.fields))
      : err('Title is missing');
  for (const row of rows) {
    const read =
      row.type === 'malformed'
        ? err(row.reason)
        : requireSound(row.fields)
            .andThen(() => head)
            .andThen(() => readRow(row.fields, shop));
    if (read.isErr()) {
      failures.push({ line: row.line, reason: read.error });
      continue;
    }
    const { image, variant } = read.value;
    if (image !== undefined && images.length < importLimits.imagesPerProduct) images.push(image);
    else if (image !== undefined && variant === undefined) {
      failures.push({ line: row.line, reason: `the product has more than ${importLimits.imagesPerProduct} images` });
    }
    if (variant === undefined) continue;
    if (skus.has(variant.sku)) {
      failures.push({ line: row.line, reason: `Variant SKU '${variant.sku}' stands twice in this product` });
    } else if (variants.length === importLimits.variantsPerProduct) {
      const reason = `the product has more than ${importLimits.variantsPerProduct} variants`;
      failures.push({ line: row.line, reason });
    } else {
      skus.add(variant.sku);
      variants.push(variant);
    }
  }
  if (head.isErr() || variants.length === 0) return { failures };
  return { product: { ...head.value, images, variants }, failures };
}

type ReadableRow =
  Exclude<CsvRow, { readonly type: 'record' }> | { readonly type: 'record'; line: number; fields: Fields };

/** A row with its cells by column. */
const withFields = (columns: readonly string[], row: CsvRow): ReadableRow =>
  row.type === 'malformed'
    ? row
    : {
        type: 'record',
        line: row.line,
        fields: Object.fromEntries(columns.map((column, index) => [column, row.cells[index] ?? ''])),
      };

function readHead(fields: Fields): Result<
  {
    readonly slug: string;
    readonly name: string;
    readonly description: string;
    readonly status: ProductStatus;
    readonly categoryPath: readonly string[];
  },
  string
> {
  const slug = field(fields, 'Handle').toLowerCase();
  if (!/^[a-z0-9][a-z0-9_-]{0,254}$/.test(slug)) {
    return err(`Handle '${shorten(slug)}' is not letters, digits, '-' and '_'`);
  }
  const name = field(fields, 'Title');
  if (name.length > 255) return err('Title is longer than 255 characters');
  return readCategoryPath(fields).andThen((categoryPath) =>
    readStatus(fields).map((status) => ({
      slug,
      name,
      description: field(fields, 'Body (HTML)'),
      status,
      categoryPath,
    })),
  );
}

/** Bounded, for a category's address is made of its path and is indexed. */
function readCategoryPath(fields: Fields): Result<readonly string[], string> {
  const text = field(fields, 'Product Category') || field(fields, 'Type');
  const path = text
    .split('>')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return text.length > 1000 || path.length > 10
    ? err('Product Category is longer than 1000 characters or deeper than 10 levels')
    : ok(path);
}

function requireSound(fields: Fields): Result<void, string> {
  const column = Object.keys(fields).find((name) => fields[name]?.includes(damaged) === true);
  return column === undefined ? ok(undefined) : err(`${column} holds damaged characters`);
}

function readStatus(fields: Fields): Result<ProductStatus, string> {
  const status = field(fields, 'Status').toLowerCase() || 'active';
  if (status !== 'active' && status !== 'draft' && status !== 'archived') {
    return err(`Status '${shorten(status)}' is none of active, draft, archived`);
  }
  return ok(status === 'active' && field(fields, 'Published').toUpperCase() === 'FALSE' ? 'draft' : status);
}

type ReadRow = { readonly variant?: VariantDraft; readonly image?: { readonly url: string; readonly alt: string } };

/** A row holds a variant, an image, or both. */
function readRow(fields: Fields, shop: SellingFacts): Result<ReadRow, string> {
  const imageUrl = field(fields, 'Image Src');
  if (imageUrl !== '' && !/^https?:\/\/[^\s"'<>]{1,2040}$/i.test(imageUrl))
    return err('Image Src is not an http address');
  const image = imageUrl === '' ? {} : { image: { url: imageUrl, alt: field(fields, 'Image Alt Text') } };
  const isImageAlone = imageUrl !== '' && field(fields, 'Variant SKU') === '' && field(fields, 'Variant Price') === '';
  if (isImageAlone) return ok(image);
  return readVariant(fields, shop).map((variant) => ({ variant, ...image }));
}

function readVariant(fields: Fields, { currency, taxZones }: SellingFacts): Result<VariantDraft, string> {
  const sku = field(fields, 'Variant SKU');
  if (sku === '') return err('Variant SKU is missing');
  if (sku.length > 255) return err('Variant SKU is longer than 255 characters');
  const priceText = field(fields, 'Variant Price');
  const price = parseMoney(priceText, currency);
  if (!price.ok || price.value.amount < 0) {
    return err(`Variant Price '${shorten(priceText)}' is not an amount of ${currency} from 0 up`);
  }
  const digital = field(fields, 'Variant Requires Shipping').toUpperCase() === 'FALSE';
  const name = variantName(fields);
  if (name.length > 255) return err('Option values are longer than 255 characters together');
  return readTaxClass(fields, taxZones).andThen((taxClass) =>
    readStock(fields, digital).map((stock) => ({
      sku,
      name,
      price: price.value,
      digital,
      ...(stock === undefined ? {} : { stock }),
      ...(taxClass === undefined ? {} : { taxClass }),
    })),
  );
}

/**
 * The format has no tax classes, only whether there is tax. An empty value means untaxed; any other value is
 * refused.
 */
function readTaxClass(fields: Fields, zones: readonly TaxZone[] | undefined): Result<TaxClass | undefined, string> {
  const taxable = field(fields, 'Variant Taxable');
  if (taxable.toUpperCase() === 'TRUE') {
    // Without a tax rate it has no price and could not be sold.
    const isCharged = zones === undefined || hasRate(zones, 'standard');
    return isCharged
      ? ok('standard')
      : err("Variant Taxable is TRUE, yet the shop's tax rules have no rate for 'standard'");
  }
  return taxable === '' || taxable.toUpperCase() === 'FALSE'
    ? ok(undefined)
    : err(`Variant Taxable '${shorten(taxable)}' is neither TRUE nor FALSE`);
}

/** Digital variants and variants without an inventory tracker are not counted. */
function readStock(fields: Fields, digital: boolean): Result<number | undefined, string> {
  const text = field(fields, 'Variant Inventory Qty');
  if (text !== '' && !/^\d{1,10}$/.test(text)) {
    return err(`Variant Inventory Qty '${shorten(text)}' is not a whole number from 0 up`);
  }
  if (Number(text) > maximumStock) return err(`Variant Inventory Qty is above ${maximumStock}`);
  const tracked = field(fields, 'Variant Inventory Tracker') !== '' || text !== '';
  return ok(digital || !tracked ? undefined : Number(text));
}

const variantName = (fields: Fields): string =>
  ['Option1 Value', 'Option2 Value', 'Option3 Value']
    .map((column) => field(fields, column))
    .filter((value) => value !== '' && value !== 'Default Title')
    .join(' / ');

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
