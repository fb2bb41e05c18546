/** Columns of a product file, whatever the format calls them. Options and their values are numbered from 1. */
export type Field =
  | 'handle'
  | 'title'
  | 'description'
  | 'brand'
  | 'categories'
  | 'tags'
  | 'published'
  | 'status'
  | 'featured'
  | 'giftCard'
  | 'seoTitle'
  | 'seoDescription'
  | 'sku'
  | 'barcode'
  | 'price'
  | 'compareAt'
  | 'taxable'
  | 'shipping'
  | 'tracker'
  | 'quantity'
  | 'policy'
  | 'lowStock'
  | 'grams'
  | 'variantImage'
  | 'image'
  | 'imagePosition'
  | 'imageAlt'
  | 'unsupported'
  | OptionField;
type OptionNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;
export type OptionField = `option${OptionNumber}${'Name' | 'Value'}`;
export const optionNumbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

/**
 * The trimmed texts of a row. A field is absent if the file has no column for it, and empty if its cell is. Several
 * categories or pictures are separated by line ends.
 */
export type Fields = { readonly [F in Field]?: string };

/** What a row describes: a product with one of its variants, only a product, or a further variant. */
export type RowKind = 'any' | 'product' | 'variant';

/** A row whose texts are found by field. */
export type ImportedRow = { readonly line: number; readonly kind: RowKind; readonly fields: Fields };

/** How the columns of a file are read. */
export type ProductFormat = {
  readonly ignoredColumns: readonly string[];
  /** What the file calls a field. */
  readonly columnOf: (field: Field) => string;
  readonly fieldsOf: (cells: readonly string[]) => Fields;
  /** Absent: any row may describe a product, a variant or both. */
  readonly kindOf?: (cells: readonly string[]) => RowKind;
  /**
   * Which product a row belongs to. `keys` name it: a row with one of them belongs to the same product. A variant may
   * stand before its product.
   */
  readonly productOf: (cells: readonly string[]) => ProductKeys;
};
export type ProductKeys = {
  readonly keys: readonly string[];
  /** Of the product's address. */
  readonly handle: string;
  /** Added to a handle that another product of the file has; absent: rows of one handle are of one product. */
  readonly distinction?: string;
};

/** Where each known column stands. Of two names for one field the first counts; the other is ignored. */
export function findColumns(
  columns: readonly string[],
  names: ReadonlyMap<string, Field>,
): { readonly at: ReadonlyMap<Field, number>; readonly ignored: readonly string[] } {
  const at = new Map<Field, number>();
  const ignored: string[] = [];
  for (const [index, column] of columns.entries()) {
    if (column === '') continue;
    const field = names.get(normalName(column));
    if (field === undefined || at.has(field)) ignored.push(column);
    else at.set(field, index);
  }
  return { at, ignored };
}

/** A column's name without regard to letter case and spaces. */
export const normalName = (name: string): string => name.trim().toLowerCase().replaceAll(/\s+/gu, ' ');

/** Names by normal name, for `findColumns`. */
export const columnNames = (names: { readonly [F in Field]?: readonly string[] }): ReadonlyMap<string, Field> =>
  new Map(
    Object.entries(names).flatMap(([field, known]) => known.map((name) => [normalName(name), field as Field] as const)),
  );

/** The options' columns by numbered names. */
export const optionColumns = (
  nameOf: (number: number) => readonly string[],
  valueOf: (number: number) => readonly string[],
  last: OptionNumber,
): { readonly [F in OptionField]?: readonly string[] } =>
  Object.fromEntries(
    optionNumbers.slice(0, last).flatMap((number) => [
      [`option${number}Name`, nameOf(number)],
      [`option${number}Value`, valueOf(number)],
    ]),
  );

/**
 * A title as the last part of an address. Letters stay as they are, in any script.
 *
 * @example handleOf('Bare Stool') // 'bare-stool'
 */
export const handleOf = (title: string): string =>
  Array.from(
    title
      .normalize('NFC')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
      .replaceAll(/^[-\p{M}]+|-+$/gu, ''),
  )
    .slice(0, 200)
    .join('');
