import {
  checkPriceOffer,
  type CurrencyCode,
  type PriceOfferError,
  type TaxClass,
  type TaxZone,
} from '@cartwright/domain';
import { err, ok, Result } from 'neverthrow';
import { hasRate } from '../../pricing/classes-with-rates.js';
import { fromDomain, type Refusal } from '../../from-domain.js';
import type {
  ManagedProduct,
  ManagedVariant,
  ProductOption,
  VariantFacts,
} from '../../ports/repositories/catalogue/product-records.js';

/** Why a product is refused. */
export type ProductRefusal =
  | Refusal<PriceOfferError>
  | { readonly type: 'catalogue.price-duplicate'; readonly sku: string; readonly currency: CurrencyCode }
  | { readonly type: 'catalogue.variant-duplicate'; readonly sku: string; readonly options: VariantFacts['options'] }
  | { readonly type: 'catalogue.digital-tracked'; readonly sku: string }
  | { readonly type: 'catalogue.tax-class-unknown'; readonly sku: string; readonly taxClass: TaxClass };

/** A product ready to save: its options have every value of its variants, and variants are named by their values. */
export function checkProduct<P extends Pick<ManagedProduct, 'options' | 'variants'>>(
  product: P,
  taxZones: readonly TaxZone[] | undefined,
): Result<P, ProductRefusal> {
  const { variants } = product;
  return Result.combine(variants.map((variant) => checkVariant(variant, taxZones)))
    .andThen(() => requireDistinct(variants))
    .map(() => {
      const options = withValuesOf(product.options, variants);
      return { ...product, options, variants: variants.map((variant) => named(variant, options)) };
    });
}

function checkVariant(
  { sku, prices, digital, stockTracked, taxClass }: ManagedVariant,
  taxZones: readonly TaxZone[] | undefined,
): Result<void, ProductRefusal> {
  const currencies = prices.map(({ price }) => price.currency);
  const twice = currencies.find((currency, index) => currencies.indexOf(currency) < index);
  if (twice !== undefined) return err({ type: 'catalogue.price-duplicate', sku, currency: twice });
  if (digital && stockTracked) return err({ type: 'catalogue.digital-tracked', sku });
  // Without a tax rate it has no price and could not be sold.
  if (taxClass !== undefined && taxZones !== undefined && !hasRate(taxZones, taxClass)) {
    return err({ type: 'catalogue.tax-class-unknown', sku, taxClass });
  }
  return Result.combine(prices.map((base) => fromDomain(checkPriceOffer({ type: 'base', id: sku, ...base })))).map(
    () => undefined,
  );
}

/** Customers cannot distinguish two variants with the same options. */
function requireDistinct(variants: readonly ManagedVariant[]): Result<void, ProductRefusal> {
  const seen = new Set<string>();
  for (const { sku, options, archived } of variants) {
    if (archived || Object.keys(options).length === 0) continue;
    const key = JSON.stringify(Object.entries(options).sort(([left], [right]) => (left < right ? -1 : 1)));
    if (seen.has(key)) return err({ type: 'catalogue.variant-duplicate', sku, options });
    seen.add(key);
  }
  return ok(undefined);
}

/** The options, with further values of the variants added. */
function withValuesOf(
  options: readonly ProductOption[],
  variants: readonly ManagedVariant[],
): readonly ProductOption[] {
  const values = new Map(options.map((option) => [option.name, new Set(option.values)]));
  for (const [name, value] of variants.flatMap((variant) => Object.entries(variant.options))) {
    values.set(name, (values.get(name) ?? new Set()).add(value));
  }
  return [...values].map(([name, known]) => ({ name, values: [...known] }));
}

/** A variant without options keeps its imported name. */
function named(variant: ManagedVariant, options: readonly ProductOption[]): ManagedVariant {
  const values = options.flatMap(({ name }) => variant.options[name] ?? []);
  return values.length === 0 ? variant : { ...variant, name: values.join(' / ') };
}
