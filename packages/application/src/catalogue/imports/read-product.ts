/** Long because each column of a product file has its rule here. */
import {
  checkPriceOffer,
  type CurrencyCode,
  type Money,
  type TaxClass,
  type TaxZone,
  type VariantId,
} from '@cartwright/domain';
import type { CsvRow } from '../../ports/csv-reader.js';
import type { ProductStatus } from '../../ports/repositories/catalogue-records.js';
import type { ImportFailure } from '../../ports/repositories/import-records.js';
import { hasRate } from '../../pricing/classes-with-rates.js';
import { optionNumbers, type Field, type Fields, type ImportedRow, type ProductFormat } from './fields.js';
import { importLimits } from './import-limits.js';
import {
  isPictureAddress,
  quoted,
  readCode,
  readFlag,
  readGrams,
  readPrice,
  readUnits,
  type Value,
} from './read-values.js';
import { hasVariant, statedRows, type ExportedRow, type StatedRow } from './stated-rows.js';

/** What the shop sells by: its currency, and how it charges tax, if it does. */
export type SellingFacts = { readonly currency: CurrencyCode; readonly taxZones: readonly TaxZone[] | undefined };

/** Facts that a file states of a product. One without a column is absent; one with an empty cell is `null`. */
export type StatedProduct = {
  readonly name?: string;
  readonly description?: string;
  readonly brand?: string | null;
  readonly tags?: readonly string[];
  readonly seo?: { readonly title?: string; readonly description?: string };
  readonly status?: ProductStatus;
  readonly featured?: boolean;
  readonly categoryPaths?: readonly (readonly string[])[];
};
/** Facts that a file states of a variant, absent or `null` like those of a product. */
export type StatedVariant = {
  readonly line: number;
  /** The existing variant whose row in an export this is. */
  readonly variantId?: VariantId;
  readonly sku?: string;
  readonly barcode?: string | null;
  readonly options: Readonly<Record<string, string>>;
  readonly price?: Money;
  readonly compareAt?: Money | null;
  readonly digital?: boolean;
  readonly taxClass?: TaxClass | null;
  readonly weightGrams?: number | null;
  readonly image?: string | null;
  readonly lowStockThreshold?: number | null;
  /** Its units are counted. */
  readonly tracked?: boolean;
  /** Units on sale; absent: as they are. */
  readonly units?: number;
  readonly backorder?: boolean;
};
export type StatedPicture = { readonly line: number; readonly url: string; readonly alt?: string };

/** A product as its rows state it, and what was refused. */
export type ImportedProduct = {
  readonly handle: string;
  readonly lines: readonly number[];
  /** Rows without a variant of their own count as refused with the product only. */
  readonly product: StatedProduct;
  readonly variants: readonly StatedVariant[];
  readonly pictures: readonly StatedPicture[];
  readonly failures: readonly ImportFailure[];
  /** Why all of it is refused. */
  readonly refusal?: Omit<ImportFailure, 'line'>;
  readonly rejected: { readonly variants: number; readonly pictures: number };
};

/** What stands where a text could not be decoded or stored (U+FFFD). A row that has it is refused. */
export const damaged = '\uFFFD';

type Refusal = Omit<ImportFailure, 'line'>;
/** Stops the reading of a row or a product. Never leaves this file. */
class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}

/** Returns what `read` returns, or why it was refused. */
function attempt<T>(read: () => T): { readonly value: T } | { readonly refusal: Refusal } {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof Refused) return { refusal: error.refusal };
    throw error;
  }
}

/**
 * Reads the rows of one product. A row that is refused spoils no other, unless no variant is left. A cell that is as
 * in `exported` states nothing, so that an exported file changes nothing even where it cannot state everything.
 */
export function readProduct(
  handle: string,
  rows: readonly CsvRow[],
  format: ProductFormat,
  shop: SellingFacts,
  exported: readonly ExportedRow[] = [],
): ImportedProduct {
  const failures: ImportFailure[] = [];
  const variants: StatedVariant[] = [];
  const pictures: (StatedPicture & { readonly position: number })[] = [];
  const rejected = { variants: 0, pictures: 0 };
  const records = rows.flatMap((row): readonly ImportedRow[] => {
    if (row.type === 'record') return [rowOf(row, format)];
    failures.push({ line: row.line, code: 'csv.malformed', reason: row.reason });
    rejected.variants += 1;
    return [];
  });
  const read = statedRows(records, exported);
  const cell = cellReader(format);
  const head =
    read.find(({ kind, fields }) => kind !== 'variant' && fields.title) ?? read.find(({ kind }) => kind !== 'variant');
  const stated = attempt(() => {
    if (!head)
      throw new Refused({
        column: format.columnOf('handle'),
        code: 'required',
        reason: 'The product of the variant is missing',
      });
    requireSound(head, format);
    return readHead(handle, head.stated, cell);
  });
  const isGiftCard = read.some(({ fields }) => {
    const flag = readFlag(fields.giftCard ?? '');
    return 'value' in flag && flag.value;
  });
  const refusal = isGiftCard
    ? { column: format.columnOf('giftCard'), code: 'import.gift-card', reason: 'Gift cards are not sold by this shop' }
    : 'refusal' in stated
      ? stated.refusal
      : undefined;
  const optionNames = optionNumbers.map(
    (number) => read.find(({ fields }) => fields[`option${number}Name`])?.fields[`option${number}Name`],
  );
  const seen = new Set<string>();
  for (const row of read) {
    const { line } = row;
    const sound = attempt(() => requireSound(row, format));
    if ('value' in sound) readPictures(row);
    if (!hasVariant(row)) {
      if ('refusal' in sound && refusal === undefined) failures.push({ line, ...sound.refusal });
      continue;
    }
    const variant = attempt((): StatedVariant => {
      if ('refusal' in sound) throw new Refused(sound.refusal);
      const made = readVariant(row, { cell, shop, optionNames });
      const key = JSON.stringify(Object.keys(made.options).length > 0 ? [made.options] : [made.sku ?? row.fields.sku]);
      if (row.variantId === undefined && seen.has(key)) {
        throw new Refused({
          column: format.columnOf(Object.keys(made.options).length > 0 ? 'option1Value' : 'sku'),
          code: 'catalogue.variant-duplicate',
          reason: `The product has a variant with the same options${made.sku ? `, or the same SKU ${quoted(made.sku)}` : ''}`,
        });
      }
      if (variants.length === importLimits.variantsPerProduct) {
        throw new Refused({
          code: 'out-of-range',
          reason: `the product has more than ${importLimits.variantsPerProduct} variants`,
        });
      }
      seen.add(key);
      return row.hasSameOptions ? { ...made, options: {} } : made;
    });
    if ('value' in variant) variants.push(variant.value);
    else {
      rejected.variants += 1;
      // A product that is refused as a whole has one reason.
      if (refusal === undefined) failures.push({ line, ...variant.refusal });
    }
  }

  function readPictures({ line, fields }: ImportedRow): void {
    const urls = (fields.image ?? '').split('\n').filter((url) => url !== '');
    for (const url of urls) {
      const column = format.columnOf('image');
      const reject = (code: string, reason: string): void => {
        rejected.pictures += 1;
        failures.push({ line, column, code, reason });
      };
      if (!isPictureAddress(url)) reject('format', `${column} is not an http address`);
      else if (pictures.some((picture) => picture.url === url)) continue;
      else if (pictures.length === importLimits.imagesPerProduct) {
        reject('out-of-range', `the product has more than ${importLimits.imagesPerProduct} images`);
      } else if (isLonger(fields.imageAlt ?? '', maximumAlt)) {
        reject('too-long', `${format.columnOf('imageAlt')} is longer than ${maximumAlt} characters`);
      } else {
        const position = /^\d{1,6}(?:\.0*)?$/u.test(fields.imagePosition ?? '')
          ? Number(fields.imagePosition)
          : Infinity;
        pictures.push({ line, url, position, ...(fields.imageAlt === undefined ? {} : { alt: fields.imageAlt }) });
      }
    }
  }

  return {
    handle,
    lines: read.map(({ line }) => line),
    product: 'value' in stated ? stated.value : {},
    variants: withoutDefault(variants),
    pictures: pictures
      .sort((left, right) => (left.position === right.position ? 0 : left.position - right.position))
      .map(({ position: _order, ...picture }) => picture),
    failures,
    ...(refusal === undefined ? {} : { refusal }),
    rejected,
  };
}

const maximumAlt = 1_000;

function rowOf({ line, cells }: Extract<CsvRow, { readonly type: 'record' }>, format: ProductFormat): ImportedRow {
  return { line, kind: format.kindOf?.(cells) ?? 'any', fields: format.fieldsOf(cells) };
}

/** A product with one variant needs no options to distinguish it. */
function withoutDefault(variants: readonly StatedVariant[]): readonly StatedVariant[] {
  const [only, ...more] = variants;
  const [option, ...others] = Object.entries(only?.options ?? {});
  const isDefault =
    more.length === 0 &&
    others.length === 0 &&
    option !== undefined &&
    (option[1] === 'Default Title' || (option[0] === 'Variation' && option[1] === 'Regular'));
  return only !== undefined && isDefault ? [{ ...only, options: {} }] : variants;
}

/** Reads a cell by `read`; refuses the row with the name of the column. */
type CellReader = <T>(fields: Fields, field: Field, read: (text: string) => Value<T>) => T | undefined;

const cellReader =
  ({ columnOf }: ProductFormat): CellReader =>
  (fields, field, read) => {
    const text = fields[field];
    if (text === undefined) return undefined;
    const result = read(text);
    if ('value' in result) return result.value;
    const column = columnOf(field);
    throw new Refused({ column, code: result.fault.code, reason: `${column} ${result.fault.reason}` });
  };

/** `null` for an empty cell. */
const orEmpty = <T>(text: string, read: (text: string) => Value<T>): Value<T | null> =>
  text === '' ? { value: null } : read(text);

/** Counts code points, as the API does. */
const isLonger = (text: string, maximum: number): boolean => text.length > maximum && Array.from(text).length > maximum;

/** A text of at most so many characters. */
const within =
  (maximum: number) =>
  (text: string): Value<string> =>
    isLonger(text, maximum)
      ? { fault: { code: 'too-long', reason: `is longer than ${maximum} characters` } }
      : { value: text };

function requireSound({ stated }: StatedRow, { columnOf }: ProductFormat): void {
  for (const [field, text] of Object.entries(stated)) {
    if (!text.includes(damaged)) continue;
    const column = columnOf(field as Field);
    throw new Refused({ column, code: 'import.text-damaged', reason: `${column} has damaged characters` });
  }
}

const slugPattern = /^(?!(?:featured|suggest)$)[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{0,199}$/u;

function readHead(handle: string, fields: Fields, cell: CellReader): StatedProduct {
  cell(fields, 'unsupported', (type) =>
    type === ''
      ? { value: type }
      : { fault: { code: 'not-allowed', reason: `${quoted(type)} is not sold by this shop` } },
  );
  if (handle === '') {
    cell({ title: '' }, 'title', () => ({ fault: { code: 'required', reason: 'is missing' } }));
  }
  cell({ handle }, 'handle', (text) =>
    slugPattern.test(text)
      ? { value: text }
      : { fault: { code: 'format', reason: `${quoted(text)} is not letters, digits, '-' and '_'` } },
  );
  const name = cell(fields, 'title', within(255));
  const description = cell(fields, 'description', within(100_000));
  const brand = cell(fields, 'brand', within(255));
  const tags = cell(fields, 'tags', readTags);
  const title = cell(fields, 'seoTitle', within(255));
  const text = cell(fields, 'seoDescription', within(500));
  const featured = cell(fields, 'featured', readFlag);
  const categoryPaths = cell(fields, 'categories', readPaths);
  const status = readStatus(fields, cell);
  const hasSeo = title !== undefined || text !== undefined;
  return {
    ...(name === undefined || name === '' ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(brand === undefined ? {} : { brand: brand || null }),
    ...(tags === undefined ? {} : { tags }),
    ...(hasSeo ? { seo: { ...(title ? { title } : {}), ...(text ? { description: text } : {}) } } : {}),
    ...(featured === undefined ? {} : { featured }),
    ...(categoryPaths === undefined ? {} : { categoryPaths }),
    ...(status === undefined ? {} : { status }),
  };
}

/** One tag in each line. */
function readTags(text: string): Value<readonly string[]> {
  const tags = [...new Set(text.split('\n').map((tag) => tag.trim()))].filter((tag) => tag !== '');
  return tags.length > 250 || tags.some((tag) => isLonger(tag, 255))
    ? { fault: { code: 'too-long', reason: 'has more than 250 tags, or one longer than 255 characters' } }
    : { value: tags };
}

/** Bounded, for a category's address is made of its path and is indexed, and so is a product's list of categories. */
function readPaths(text: string): Value<readonly (readonly string[])[]> {
  const paths = text
    .split('\n')
    .map((line) =>
      line
        .split('>')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .filter((path) => path.length > 0);
  if (paths.length > 100) return { fault: { code: 'too-long', reason: 'names more than 100 categories' } };
  const isBounded = text.length <= 1000 && paths.every((path) => path.length <= 10);
  return isBounded
    ? { value: paths }
    : { fault: { code: 'too-long', reason: 'is longer than 1000 characters or deeper than 10 levels' } };
}

const statuses: readonly string[] = ['active', 'unlisted', 'draft', 'archived'] satisfies readonly ProductStatus[];

/** An active product that is not published is a draft. Without either column nothing is stated. */
function readStatus(fields: Fields, cell: CellReader): ProductStatus | undefined {
  const status = cell(fields, 'status', (text): Value<ProductStatus> => {
    const word = text.toLowerCase() || 'active';
    return statuses.includes(word)
      ? { value: word as ProductStatus }
      : { fault: { code: 'not-allowed', reason: `${quoted(text)} is none of ${statuses.join(', ')}` } };
  });
  const published = cell(fields, 'published', (text) => (text === '' ? { value: true } : readFlag(text)));
  if (status === undefined && published === undefined) return undefined;
  return (status ?? 'active') === 'active' && published === false ? 'draft' : (status ?? 'active');
}

type VariantContext = {
  readonly cell: CellReader;
  readonly shop: SellingFacts;
  readonly optionNames: readonly (string | undefined)[];
};

function readVariant(
  { line, stated: fields, variantId }: StatedRow,
  { cell, shop, optionNames }: VariantContext,
): StatedVariant {
  const code = (text: string) => within(255)(readCode(text));
  const sku = cell(fields, 'sku', code);
  const barcode = cell(fields, 'barcode', code);
  const price = cell(fields, 'price', (text) => orEmpty(text, (amount) => readAmount(amount, shop.currency)));
  const compareAt = cell(fields, 'compareAt', (text) => orEmpty(text, (amount) => readAmount(amount, shop.currency)));
  const shipping = cell(fields, 'shipping', (text) => (text === '' ? { value: true } : readFlag(text)));
  const taxable = cell(fields, 'taxable', (text) => readTaxable(text, shop.taxZones));
  const grams = cell(fields, 'grams', (text) => orEmpty(text, readGrams));
  const image = cell(fields, 'variantImage', (text) =>
    text === '' || isPictureAddress(text)
      ? { value: text }
      : { fault: { code: 'format', reason: 'is not an http address' } },
  );
  const lowStock = cell(fields, 'lowStock', (text) => orEmpty(text, readUnits));
  return {
    line,
    ...(variantId === undefined ? {} : { variantId }),
    ...(sku === undefined ? {} : { sku }),
    ...(barcode === undefined ? {} : { barcode: barcode || null }),
    options: readOptions(fields, cell, optionNames),
    ...(price === undefined || price === null ? {} : { price }),
    ...(compareAt === undefined ? {} : { compareAt: compareAt?.amount === 0 ? null : compareAt }),
    ...(taxable === undefined ? {} : { taxClass: taxable ? 'standard' : null }),
    ...(grams === undefined ? {} : { weightGrams: grams }),
    ...(image === undefined ? {} : { image: image || null }),
    ...(lowStock === undefined ? {} : { lowStockThreshold: lowStock === null ? null : Math.max(0, lowStock) }),
    ...(shipping === undefined ? {} : { digital: !shipping }),
    ...readStock(fields, cell, shipping === false),
  };
}

function readAmount(text: string, currency: CurrencyCode): Value<Money> {
  const price = readPrice(text, currency);
  if ('fault' in price) return price;
  return checkPriceOffer({ type: 'base', id: 'base', price: price.value }).ok
    ? price
    : { fault: { code: 'money.off-step', reason: `${quoted(text)} has finer steps than payments in ${currency}` } };
}

/**
 * The formats have no tax classes, only whether there is tax. An empty value means untaxed; any other value is
 * refused.
 */
function readTaxable(text: string, zones: readonly TaxZone[] | undefined): Value<boolean> {
  const taxable = readFlag(text);
  // Without a tax rate it has no price and could not be sold.
  const isCharged = zones === undefined || hasRate(zones, 'standard');
  if ('fault' in taxable || !taxable.value || isCharged) return taxable;
  return {
    fault: {
      code: 'catalogue.tax-class-unknown',
      reason: "is TRUE, but the shop's tax rules have no rate for 'standard'",
    },
  };
}

/**
 * The tracker column decides whether units are counted. In a file without that column they are counted if the row has
 * a quantity. Digital goods are never counted.
 */
function readStock(
  fields: Fields,
  cell: CellReader,
  digital: boolean,
): Pick<StatedVariant, 'tracked' | 'units' | 'backorder'> {
  const units = cell(fields, 'quantity', (text) => orEmpty(text, readUnits));
  const backorder = cell(fields, 'policy', (text) => readFlag(text, { continue: true, deny: false }));
  const { tracker, quantity } = fields;
  if (digital) return { tracked: false };
  const isStated = tracker !== undefined || quantity !== undefined;
  const tracked = tracker === undefined ? quantity !== '' : tracker !== '';
  return {
    ...(isStated ? { tracked } : {}),
    ...(units === undefined || units === null ? {} : { units }),
    ...(backorder === undefined ? {} : { backorder }),
  };
}

function readOptions(
  fields: Fields,
  cell: CellReader,
  names: readonly (string | undefined)[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    optionNumbers.flatMap((number) => {
      const value = cell(fields, `option${number}Value`, within(255)) ?? '';
      const name = names[number - 1] ?? `Option ${number}`;
      cell({ [`option${number}Name`]: name }, `option${number}Name`, within(255));
      return value === '' ? [] : [[name, value] as const];
    }),
  );
}
