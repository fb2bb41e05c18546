import type { CurrencyCode, VariantId } from '@cartwright/domain';
import type { ManagedProduct } from '../../ports/repositories/catalogue/product-records.js';
import type { Field, Fields, ImportedRow } from './fields.js';
import { shopifyFormat } from './shopify-format.js';
import { exportColumns, exportRows } from './shopify-rows.js';

/** A row of an export, and the variant that it describes. */
export type ExportedRow = { readonly fields: Fields; readonly variantId?: VariantId };

/** A row without the cells that are equal in an export: these change nothing. */
export type StatedRow = ImportedRow & {
  readonly stated: Fields;
  /** The existing variant whose row this is. */
  readonly variantId?: VariantId;
  /** The options of that variant are as they were, with those that the file cannot state. */
  readonly hasSameOptions: boolean;
};

const exportFormat = shopifyFormat(exportColumns);

/** An existing product as the shop would export it now. */
export function exportedRows(
  product: ManagedProduct,
  context: { readonly storeCurrency: CurrencyCode; readonly categoryPath: readonly string[] },
): readonly ExportedRow[] {
  const sold = product.variants.filter(({ archived }) => !archived);
  return exportRows(product, { ...context, imageUrl: (url) => url }).map((cells, index) => {
    const variant = sold[index];
    return { fields: exportFormat?.fieldsOf(cells) ?? {}, ...(variant === undefined ? {} : { variantId: variant.id }) };
  });
}

/** Fields that are read together are stated together. */
const productGroups: readonly (readonly Field[])[] = [
  ['title'],
  ['description'],
  ['brand'],
  ['categories'],
  ['tags'],
  ['published', 'status'],
  ['seoTitle', 'seoDescription'],
];
const variantGroups: readonly (readonly Field[])[] = [
  ['sku'],
  ['barcode'],
  ['price'],
  ['compareAt'],
  ['taxable'],
  ['shipping', 'tracker', 'quantity', 'policy'],
  ['grams'],
];
const optionFields = [
  'option1Name',
  'option1Value',
  'option2Name',
  'option2Value',
  'option3Name',
  'option3Value',
] as const;
const identity: readonly Field[] = ['sku', 'barcode', 'option1Value', 'option2Value', 'option3Value'];

/** What rows of a product state, beside what an export of the product has. */
export function statedRows(rows: readonly ImportedRow[], exported: readonly ExportedRow[]): readonly StatedRow[] {
  const matches = matchRows(rows.filter(hasVariant), exported);
  return rows.map((row) => {
    const match = matches.get(row);
    const ofProduct = differing(row.fields, exported[0]?.fields, productGroups);
    return {
      ...row,
      stated: differing(ofProduct, match?.fields, variantGroups),
      ...(match?.variantId === undefined ? {} : { variantId: match.variantId }),
      hasSameOptions: match !== undefined && isEqual(row.fields, match.fields, optionFields),
    };
  });
}

const variantFields = ['sku', 'barcode', 'price', 'compareAt', 'quantity', 'option1Value', 'option2Value'] as const;

/** A row that has only a picture describes no variant. */
export const hasVariant = ({ kind, fields }: ImportedRow): boolean =>
  kind !== 'product' && (!!fields.title || !fields.image || variantFields.some((field) => !!fields[field]));

/** Without groups of which all cells are as exported. */
function differing(fields: Fields, exported: Fields | undefined, groups: readonly (readonly Field[])[]): Fields {
  if (exported === undefined) return fields;
  const left: { [F in Field]?: string } = { ...fields };
  for (const group of groups) {
    if (isEqual(fields, exported, group)) for (const field of group) delete left[field];
  }
  return left;
}

/** A field without a column is equal to any. */
const isEqual = (fields: Fields, exported: Fields, group: readonly Field[]): boolean =>
  group.every((field) => fields[field] === undefined || fields[field] === exported[field]);

/** Pairs rows of which all cells are equal, then those that only one row of each side can be. */
function matchRows(
  rows: readonly ImportedRow[],
  exported: readonly ExportedRow[],
): ReadonlyMap<ImportedRow, ExportedRow> {
  const matches = new Map<ImportedRow, ExportedRow>();
  const columns = (fields: readonly Field[]) => fields.filter((field) => rows[0]?.fields[field] !== undefined);
  if (columns(identity).length === 0) return matches;
  const taken = new Set<ExportedRow>();
  const pair = (fields: readonly Field[], isSafe: (ours: number, theirs: number) => boolean): void => {
    const keyOf = (row: { readonly fields: Fields }) => JSON.stringify(fields.map((field) => row.fields[field]));
    const theirs = byKey(
      exported.filter((row) => row.variantId !== undefined && !taken.has(row)),
      keyOf,
    );
    const ours = byKey(
      rows.filter((row) => !matches.has(row)),
      keyOf,
    );
    for (const [key, same] of ours) {
      const known = theirs.get(key) ?? [];
      if (!isSafe(same.length, known.length)) continue;
      for (const [index, row] of same.entries()) {
        const match = known[index];
        if (match === undefined) break;
        matches.set(row, match);
        taken.add(match);
      }
    }
  };
  pair(columns([...variantGroups.flat(), ...optionFields]), () => true);
  pair(columns(identity), (ours, theirs) => ours === 1 && theirs === 1);
  return matches;
}

function byKey<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const one of all) {
    const same = found.get(keyOf(one));
    if (same === undefined) found.set(keyOf(one), [one]);
    else same.push(one);
  }
  return found;
}
