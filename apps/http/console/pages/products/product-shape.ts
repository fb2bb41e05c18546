import type { Money } from '../../api/money.js';

/** The parts of a product that the console shows and changes. */
export type Product = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly status: string;
  readonly featured: boolean;
  readonly description?: string;
  readonly brand?: string;
  readonly tags?: readonly string[];
  readonly categoryIds?: readonly string[];
  readonly options?: readonly ProductOption[];
  readonly seo?: { readonly title?: string; readonly description?: string };
  readonly images: readonly ProductImage[];
  readonly variants: readonly Variant[];
  readonly updatedAt: string;
};
export type ProductOption = { readonly name: string; readonly values: readonly string[] };
export type ProductImage = {
  readonly id: string;
  readonly url: string;
  readonly alt: string;
  readonly sizes?: { readonly list: { readonly url: string; readonly width: number; readonly height: number } };
};
export type Variant = {
  readonly id: string;
  readonly name: string;
  readonly sku: string;
  readonly barcode?: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly prices?: readonly VariantPrice[];
  readonly taxClass?: string;
  readonly weightGrams?: number;
  readonly lowStockThreshold?: number;
  readonly digital: boolean;
  readonly stockTracked: boolean;
  readonly backorder: boolean;
  readonly available?: number;
  readonly archived: boolean;
};
export type VariantPrice = { readonly price: Money; readonly compareAtPrice?: Money };
export type Category = { readonly id: string; readonly name: string; readonly parentId?: string };

export const productStatuses = [
  ['draft', 'Draft'],
  ['active', 'Active'],
  ['unlisted', 'Unlisted'],
  ['archived', 'Archived'],
] as const;
