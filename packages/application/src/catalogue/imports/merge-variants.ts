import type { VariantId } from '@cartwright/domain';
import type { Ids } from '../../ports/ids.js';
import type { BasePrice, ManagedVariant, VariantFacts } from '../../ports/repositories/catalogue/product-records.js';
import { newVariant } from '../products/new-variant.js';
import { patched, type Patch } from '../products/patch.js';
import type { StatedVariant } from './read-product.js';

type MergedVariants = {
  readonly variants: readonly ManagedVariant[];
  /** The variant of each line. */
  readonly idOf: ReadonlyMap<number, VariantId>;
  /** Units on sale from now on, where the file states them. */
  readonly available: ReadonlyMap<VariantId, number>;
};

/**
 * The variants of a product after an import. An existing one is found by its exported row, else by SKU or barcode,
 * where that is unique in the file and in the product, else by its options.
 */
export function mergeVariants(
  before: readonly ManagedVariant[],
  stated: readonly StatedVariant[],
  ids: Ids,
): MergedVariants {
  const known = matchVariants(before, stated);
  const available = new Map<VariantId, number>();
  const idOf = new Map<number, VariantId>();
  const written = stated.map((facts) => {
    const earlier = known.get(facts) ?? newVariant(ids.next(), { sku: '', stockTracked: false });
    const variant = withFacts(earlier, facts);
    idOf.set(facts.line, variant.id);
    if (variant.available !== undefined && variant.available !== earlier.available) {
      available.set(variant.id, variant.available);
    }
    return variant;
  });
  const changed = new Map(written.map((variant) => [variant.id, variant]));
  const existing = new Set(before.map(({ id }) => id));
  return {
    variants: [
      ...before.map((variant) => changed.get(variant.id) ?? variant),
      ...written.filter(({ id }) => !existing.has(id)),
    ],
    idOf,
    available,
  };
}

/** What a variant is found by. */
type Identified = {
  readonly sku?: string;
  readonly barcode?: string | null;
  readonly options: VariantFacts['options'];
};

function matchVariants(
  before: readonly ManagedVariant[],
  stated: readonly StatedVariant[],
): ReadonlyMap<StatedVariant, ManagedVariant> {
  const found = new Map<StatedVariant, ManagedVariant>();
  if (before.length === 0) return found;
  const byId = new Map(before.map((variant) => [variant.id, variant]));
  for (const variant of stated) {
    const existing = variant.variantId === undefined ? undefined : byId.get(variant.variantId);
    if (existing !== undefined) found.set(variant, existing);
  }
  const matchBy = (candidates: readonly ManagedVariant[], keyOf: (variant: Identified) => string): void => {
    const [theirs, ours] = [uniqueBy(stated, keyOf), uniqueBy(candidates, keyOf)];
    const taken = new Set(found.values());
    for (const [key, variant] of theirs) {
      const existing = ours.get(key);
      if (key === '' || existing === undefined || taken.has(existing) || found.has(variant)) continue;
      found.set(variant, existing);
      taken.add(existing);
    }
  };
  // An archived variant comes back only where no other one is meant.
  for (const archived of [false, true]) {
    const candidates = before.filter((variant) => variant.archived === archived);
    matchBy(candidates, ({ sku = '' }) => sku);
    matchBy(candidates, ({ barcode }) => barcode ?? '');
    matchBy(candidates, ({ options }) =>
      JSON.stringify(Object.entries(options).sort(([left], [right]) => (left < right ? -1 : 1))),
    );
  }
  return found;
}

/** Those whose key no other has. */
function uniqueBy<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, T> {
  const found = new Map<string, T | undefined>();
  for (const one of all) found.set(keyOf(one), found.has(keyOf(one)) ? undefined : one);
  return new Map([...found].flatMap(([key, one]) => (one === undefined ? [] : [[key, one] as const])));
}

function withFacts(before: ManagedVariant, stated: StatedVariant): ManagedVariant {
  const {
    line: _line,
    variantId: _id,
    price,
    compareAt,
    taxClass,
    tracked,
    units,
    backorder,
    options,
    ...facts
  } = stated;
  const { available: _units, ...rest } = before;
  const digital = facts.digital ?? before.digital;
  const isCounted = !digital && (tracked ?? before.stockTracked);
  const takesBackorders = isCounted ? (backorder ?? before.backorder) : before.backorder;
  const patch: Patch<VariantFacts> = {
    ...facts,
    ...(Object.keys(options).length === 0 ? {} : { options }),
    prices: pricesOf(before.prices, price, compareAt),
    // The export puts the shop's address before one of its own pictures.
    ...(isOwnPicture(before.image, facts.image) ? { image: before.image } : {}),
    // The file states that there is tax, not which: a class that the variant has stays.
    ...(taxClass === undefined ? {} : { taxClass: taxClass === null ? null : (before.taxClass ?? taxClass) }),
    stockTracked: isCounted,
    backorder: takesBackorders,
  };
  const left = units === undefined ? (before.available ?? 0) : takesBackorders ? units : Math.max(0, units);
  return {
    ...patched<ManagedVariant>(rest, patch, {}),
    // It is in the file, so it is sold again.
    archived: false,
    ...(isCounted ? { available: left } : {}),
  };
}

const isOwnPicture = (own: string | undefined, stated: string | null | undefined): own is string =>
  own !== undefined && own.startsWith('/') && stated?.endsWith(own) === true;

/** The prices with the one in the store's currency replaced by what the file states of it. */
function pricesOf(
  before: readonly BasePrice[],
  price: StatedVariant['price'],
  compareAt: StatedVariant['compareAt'],
): readonly BasePrice[] {
  const currency = price?.currency ?? compareAt?.currency;
  const earlier = before.find((base) => base.price.currency === currency);
  const now = price ?? earlier?.price;
  if (now === undefined) return before;
  const compared = compareAt === undefined ? earlier?.compareAtPrice : compareAt;
  const base: BasePrice = { price: now, ...(compared ? { compareAtPrice: compared } : {}) };
  return earlier === undefined ? [base, ...before] : before.map((other) => (other === earlier ? base : other));
}
