import type { CurrencyCode, Money, ProductId, VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { PaymentsUnavailable } from '../failures.js';

/** A variant as the payment provider is to have it. */
export type MirroredVariant = {
  readonly variantId: VariantId;
  readonly productId: ProductId;
  readonly sku: string;
  readonly name: string;
  /** Plain text. */
  readonly description: string;
  /** Public https addresses, the most important one first. */
  readonly images: readonly string[];
  /** The public https address of its page. */
  readonly url?: string;
  readonly isShippable: boolean;
  /** It can be bought. */
  readonly isActive: boolean;
  /** At most one a currency. The first is the default one. */
  readonly prices: readonly Money[];
};

/** What the provider calls a variant, and its price in each currency. */
export type MirrorReferences = {
  readonly reference: string;
  readonly prices: readonly { readonly currency: CurrencyCode; readonly reference: string }[];
};

/** The references of what was written, and the prices that the provider cannot have. */
export type WrittenVariant = MirrorReferences & {
  readonly refusedPrices: readonly { readonly currency: CurrencyCode; readonly reason: string }[];
};

/** The provider refuses a variant for good; `reason` is its own code. */
export type MirrorRefused = { readonly type: 'mirror.refused'; readonly reason: string };

/** What somebody can change at the provider. */
export type MirroredField = 'name' | 'description' | 'images' | 'url' | 'active' | 'defaultPrice';

export type ProviderProduct = { readonly reference: string; readonly name: string };
export type ProviderPrice = {
  readonly reference: string;
  /** Of its product. */
  readonly productReference: string;
  readonly isActive: boolean;
  /** Absent where it is not an amount. */
  readonly price?: Money;
};
/** Part of a list; `nextCursor` is absent at the end. */
export type ProviderPage<Row> = { readonly data: readonly Row[]; readonly nextCursor?: string };

/** The products of the payment provider, which show what the shop sells. The shop decides what they are. */
export type ProductMirror = {
  /** Otherwise nothing else may be called. */
  readonly isEnabled: boolean;
  /**
   * Writes a variant with its prices. A changed price becomes a new one: it is the default before the former one is
   * archived. A repeat, also after a crash and days later, makes nothing a second time. `known` is the reference of a
   * variant that was written before.
   */
  readonly write: (
    variant: MirroredVariant,
    known?: string,
  ) => ResultAsync<WrittenVariant, MirrorRefused | PaymentsUnavailable>;
  /** Takes a variant off sale that the shop no longer has. Does nothing to one that the provider no longer has. */
  readonly deactivate: (reference: string) => ResultAsync<void, MirrorRefused | PaymentsUnavailable>;
  /** What the provider has otherwise than it was written, by variant. Variants without a difference are absent. */
  readonly compare: (
    written: readonly { readonly variant: MirroredVariant; readonly references: MirrorReferences }[],
  ) => ResultAsync<ReadonlyMap<VariantId, 'missing' | readonly MirroredField[]>, PaymentsUnavailable>;
  /** All products that can be bought at the provider, other programs' too. */
  readonly products: (cursor?: string) => ResultAsync<ProviderPage<ProviderProduct>, PaymentsUnavailable>;
  /** All prices at the provider, archived ones and other programs' too. */
  readonly prices: (cursor?: string) => ResultAsync<ProviderPage<ProviderPrice>, PaymentsUnavailable>;
};
