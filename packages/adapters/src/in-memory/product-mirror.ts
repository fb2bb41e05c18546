import type {
  MirroredField,
  MirroredVariant,
  ProductMirror,
  ProviderPage,
  ProviderPrice,
  ProviderProduct,
} from '@cartwright/application';
import type { VariantId } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';

type StoredProduct = {
  readonly reference: string;
  readonly variant: MirroredVariant;
  readonly isActive: boolean;
  readonly defaultPrice?: string;
};
type StoredPrice = ProviderPrice & { readonly isOwn: boolean };

export type InMemoryProductMirror = ProductMirror & {
  /** What the provider has, oldest first. */
  readonly stored: () => { readonly products: readonly StoredProduct[]; readonly prices: readonly StoredPrice[] };
  /** As somebody does it at the provider. */
  readonly setByHand: (reference: string, facts: { readonly name?: string; readonly isActive?: boolean }) => void;
  readonly addByHand: (product: ProviderProduct, price?: ProviderPrice) => void;
  readonly archivePriceByHand: (reference: string) => void;
  readonly deleteByHand: (reference: string) => void;
  /** Every later call fails this way; `undefined` ends it. `refusal` refuses variants only. */
  readonly failWith: (failure: 'outage' | 'refusal' | undefined) => void;
  /** The next `calls` calls succeed. All later ones fail with an outage. */
  readonly failAfter: (calls: number) => void;
};

const outage = { type: 'payments.unavailable', retryAfterSeconds: 1 } as const;

/** A product mirror whose provider is a pair of maps. */
export function makeInMemoryProductMirror({
  pageSize = 100,
}: { readonly pageSize?: number } = {}): InMemoryProductMirror {
  const products = new Map<string, StoredProduct>();
  const foreign = new Map<string, ProviderProduct>();
  const prices = new Map<string, StoredPrice>();
  let failure: 'outage' | 'refusal' | undefined;
  let callsLeft = Infinity;

  const call = <T>(act: () => T): ResultAsync<T, typeof outage> => {
    callsLeft -= 1;
    return failure === 'outage' || callsLeft < 0 ? errAsync(outage) : okAsync(act());
  };
  const pageAfter = <Row extends { readonly reference: string }>(
    rows: readonly Row[],
    cursor: string | undefined,
  ): ProviderPage<Row> => {
    const from = cursor === undefined ? 0 : rows.findIndex(({ reference }) => reference === cursor) + 1;
    const data = rows.slice(from, from + pageSize);
    const last = data.at(-1);
    return from + data.length < rows.length && last !== undefined ? { data, nextCursor: last.reference } : { data };
  };

  const writePrices = (variant: MirroredVariant, reference: string) => {
    const wanted = variant.prices.map((price) => {
      const priceReference = `price-${variant.variantId}-${price.currency}-${price.amount}`;
      const row = { reference: priceReference, productReference: reference, isActive: true, price, isOwn: true };
      prices.set(priceReference, row);
      return { currency: price.currency, reference: priceReference };
    });
    for (const price of prices.values()) {
      const isWanted = wanted.some((each) => each.reference === price.reference);
      if (price.isOwn && price.productReference === reference && !isWanted)
        prices.set(price.reference, { ...price, isActive: false });
    }
    return wanted;
  };

  return {
    isEnabled: true,
    write: (variant) => {
      if (failure === 'refusal') return errAsync({ type: 'mirror.refused', reason: 'not_allowed' });
      return call(() => {
        const reference = variant.variantId;
        const written = writePrices(variant, reference);
        const [first] = written;
        products.set(reference, {
          reference,
          variant,
          isActive: variant.isActive,
          ...(first === undefined ? {} : { defaultPrice: first.reference }),
        });
        return { reference, prices: written, refusedPrices: [] };
      });
    },
    deactivate: (reference) =>
      call(() => {
        const found = products.get(reference);
        if (found !== undefined) products.set(reference, { ...found, isActive: false });
      }),
    compare: (written) =>
      call(() => {
        const differing = new Map<VariantId, 'missing' | readonly MirroredField[]>();
        for (const { variant, references } of written) {
          const found = products.get(references.reference);
          if (found === undefined) differing.set(variant.variantId, 'missing');
          else {
            const fields = fieldsOf(found, variant, references.prices[0]?.reference);
            if (fields.length > 0) differing.set(variant.variantId, fields);
          }
        }
        return differing;
      }),
    products: (cursor) =>
      call(() => {
        const own = [...products.values()].filter(({ isActive }) => isActive);
        const all = [...own.map(({ reference, variant: { name } }) => ({ reference, name })), ...foreign.values()];
        return pageAfter(all, cursor);
      }),
    prices: (cursor) =>
      call(() =>
        pageAfter(
          [...prices.values()].map(({ isOwn: _own, ...price }) => price),
          cursor,
        ),
      ),
    stored: () => ({ products: [...products.values()], prices: [...prices.values()] }),
    setByHand: (reference, { name, isActive }) => {
      const found = products.get(reference);
      if (found === undefined) throw new Error(`product ${reference} not found`);
      products.set(reference, {
        ...found,
        variant: { ...found.variant, name: name ?? found.variant.name },
        isActive: isActive ?? found.isActive,
      });
    },
    addByHand: (product, price) => {
      if (!products.has(product.reference)) foreign.set(product.reference, product);
      if (price !== undefined) prices.set(price.reference, { ...price, isOwn: false });
    },
    archivePriceByHand: (reference) => {
      const found = prices.get(reference);
      if (found === undefined) throw new Error(`price ${reference} not found`);
      prices.set(reference, { ...found, isActive: false });
    },
    deleteByHand: (reference) => void products.delete(reference),
    failWith: (how) => {
      failure = how;
      callsLeft = Infinity;
    },
    failAfter: (calls) => {
      callsLeft = calls;
    },
  };
}

function fieldsOf(found: StoredProduct, wanted: MirroredVariant, price: string | undefined): readonly MirroredField[] {
  const { variant } = found;
  const fields: readonly (readonly [MirroredField, boolean])[] = [
    ['name', variant.name === wanted.name],
    ['description', variant.description === wanted.description],
    ['images', variant.images.join(' ') === wanted.images.join(' ')],
    ['url', variant.url === wanted.url],
    ['active', found.isActive === wanted.isActive],
    ['defaultPrice', found.defaultPrice === price],
  ];
  return fields.filter(([, isSame]) => !isSame).map(([field]) => field);
}
