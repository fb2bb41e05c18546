import type { CurrencyCode } from '@cartwright/domain';
import { decimalOf } from '../../decimal-of.js';
import type { ManagedProduct, ManagedVariant } from '../../ports/repositories/catalogue/product-records.js';

/** Shopify's format has three options. */
const optionPlaces = [0, 1, 2] as const;

/** Columns of an exported file. */
export const exportColumns = [
  'Handle',
  'Title',
  'Body (HTML)',
  'Vendor',
  'Product Category',
  'Tags',
  'Published',
  ...optionPlaces.flatMap((place) => [`Option${place + 1} Name`, `Option${place + 1} Value`]),
  'Variant SKU',
  'Variant Grams',
  'Variant Inventory Tracker',
  'Variant Inventory Qty',
  'Variant Inventory Policy',
  'Variant Price',
  'Variant Compare At Price',
  'Variant Requires Shipping',
  'Variant Taxable',
  'Variant Barcode',
  'Image Src',
  'Image Position',
  'Image Alt Text',
  'SEO Title',
  'SEO Description',
  'Variant Image',
  'Status',
] as const satisfies readonly string[];

type ExportContext = {
  readonly imageUrl: (url: string) => string;
  readonly storeCurrency: CurrencyCode;
  readonly categoryPath: readonly string[];
};
type Cells = Readonly<Record<string, string>>;

/** A product as rows of the file: one for each variant, and further ones for further pictures. */
export function exportRows(product: ManagedProduct, context: ExportContext): readonly (readonly string[])[] {
  const sold = product.variants.filter(({ archived }) => !archived);
  const names = optionNames(product, sold);
  const count = Math.max(1, sold.length, product.images.length);
  const linkOf = linksOf(product, context.imageUrl);
  return Array.from({ length: count }, (_, index) => {
    const [variant, image] = [sold[index], product.images[index]];
    const cells: Cells = {
      Handle: product.slug,
      ...(index === 0 ? headCells(product, context) : {}),
      ...(variant === undefined ? {} : variantCells(variant, { ...context, names, isOnly: sold.length === 1, linkOf })),
      ...(image === undefined
        ? {}
        : { 'Image Src': linkOf(image.url), 'Image Position': String(index + 1), 'Image Alt Text': image.alt }),
    };
    return exportColumns.map((column) => cells[column] ?? '');
  });
}

/** A picture that was fetched is named by the link that it came from, as the file named it that was imported. */
function linksOf({ images }: ManagedProduct, imageUrl: ExportContext['imageUrl']): (url: string) => string {
  const sources = new Map(
    images.flatMap(({ url, sizes, source }) =>
      source === undefined
        ? []
        : [url, ...Object.values(sizes ?? {}).map((size) => size.url)].map((each) => [each, source] as const),
    ),
  );
  return (url) => sources.get(url) ?? imageUrl(url);
}

const headCells = (product: ManagedProduct, { categoryPath }: ExportContext): Cells => ({
  Title: product.name,
  'Body (HTML)': product.description,
  Vendor: product.brand ?? '',
  'Product Category': categoryPath.join(' > '),
  Tags: product.tags.join(', '),
  Published: product.status === 'active' || product.status === 'unlisted' ? 'TRUE' : 'FALSE',
  'SEO Title': product.seo.title ?? '',
  'SEO Description': product.seo.description ?? '',
  Status: product.status,
});

/** The options that variants have, in the order of the product. */
function optionNames({ options }: ManagedProduct, sold: readonly ManagedVariant[]): readonly string[] {
  const used = new Set(sold.flatMap((variant) => Object.keys(variant.options)));
  return [...new Set([...options.map(({ name }) => name), ...used])].filter((name) => used.has(name));
}

type VariantContext = ExportContext & {
  readonly names: readonly string[];
  readonly isOnly: boolean;
  readonly linkOf: (url: string) => string;
};

function variantCells(variant: ManagedVariant, { names, isOnly, linkOf, storeCurrency }: VariantContext): Cells {
  const base = variant.prices.find(({ price }) => price.currency === storeCurrency);
  const options = optionPlaces.map((place) => [names[place], variant.options[names[place] ?? '']] as const);
  const named = isOnly && Object.keys(variant.options).length === 0 ? [['Title', 'Default Title'] as const] : options;
  return {
    ...Object.fromEntries(
      named.flatMap(([name = '', value = ''], place) =>
        value === ''
          ? []
          : [
              [`Option${place + 1} Name`, name],
              [`Option${place + 1} Value`, value],
            ],
      ),
    ),
    'Variant SKU': codeCell(variant.sku),
    'Variant Grams': variant.weightGrams === undefined ? '' : String(variant.weightGrams),
    'Variant Inventory Tracker': variant.stockTracked ? 'shopify' : '',
    'Variant Inventory Qty': variant.available === undefined ? '' : String(variant.available),
    'Variant Inventory Policy': variant.backorder ? 'continue' : 'deny',
    'Variant Price': base === undefined ? '' : decimalOf(base.price),
    'Variant Compare At Price': base?.compareAtPrice === undefined ? '' : decimalOf(base.compareAtPrice),
    'Variant Requires Shipping': variant.digital ? 'FALSE' : 'TRUE',
    'Variant Taxable': variant.taxClass === undefined ? 'FALSE' : 'TRUE',
    'Variant Barcode': codeCell(variant.barcode ?? ''),
    'Variant Image': variant.image === undefined ? '' : linkOf(variant.image),
  };
}

/** An import drops an apostrophe before a code. */
const codeCell = (code: string): string => (/^['’]/u.test(code) ? `'${code}` : code);
