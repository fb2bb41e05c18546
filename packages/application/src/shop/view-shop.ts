import { taxRulesFor, type CurrencyCode } from '@cartwright/domain';
import { ResultAsync } from 'neverthrow';
import type { Seller } from '../invoicing/invoice.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { PaymentGateway } from '../ports/payment-gateway.js';
import type { PricingRules } from '../ports/repositories/pricing-records.js';
import type { ShopDetails } from '../ports/repositories/shop-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { localesOf } from './original-locale.js';

type Deps = { readonly unitOfWork: UnitOfWork; readonly seller: Seller; readonly storeCurrency: CurrencyCode };

/** What a storefront needs to know of the shop. */
export type ShopView = {
  readonly name: string;
  readonly currency: CurrencyCode;
  readonly currencies: readonly CurrencyCode[];
  readonly locales: readonly string[];
  /** None: everywhere. */
  readonly countries: readonly string[];
  /** Whether prices include tax in the shop's country. */
  readonly taxIncluded: boolean;
  readonly payment: {
    /** The ways to pay that work now. */
    readonly methods: readonly ('card' | 'checkout' | 'transfer')[];
    /** For Stripe's form of a card. */
    readonly stripePublishableKey?: string;
  };
};

/** What is said of a shop that nothing was stored for. */
export const initialDetails = ({ seller, storeCurrency }: Omit<Deps, 'unitOfWork'>): ShopDetails => ({
  name: seller.name,
  address: seller.address,
  currency: storeCurrency,
  timeZone: 'UTC',
});

type ViewShopDeps = Deps & {
  readonly paymentGateway: Pick<PaymentGateway, 'provider'>;
  readonly stripePublishableKey?: string;
};

export type ViewShop = () => ResultAsync<ShopView, StorageUnavailable>;

export const makeViewShop =
  (deps: ViewShopDeps): ViewShop =>
  () =>
    deps.unitOfWork.read(({ shop, pricing }) =>
      ResultAsync.combine([shop.find(), pricing.rules()]).map(([found, rules]) => {
        const details = found ?? initialDetails(deps);
        const { name, currency, currencies, countries, country, bankDetails } = details;
        return {
          name,
          currency,
          currencies: currencies ?? [currency],
          locales: localesOf(details),
          countries: countries ?? countriesOf(rules),
          taxIncluded: isTaxIncluded(rules, country),
          payment: paymentOf(deps, bankDetails !== undefined),
        };
      }),
    );

/** A card form needs Stripe's publishable key, and a transfer the bank details of the shop. */
const paymentOf = (
  { paymentGateway: { provider }, stripePublishableKey }: ViewShopDeps,
  hasBankDetails: boolean,
): ShopView['payment'] => ({
  methods: [
    ...(provider === 'stripe' && stripePublishableKey === undefined ? [] : (['card'] as const)),
    'checkout',
    ...(hasBankDetails ? (['transfer'] as const) : []),
  ],
  ...(provider === 'stripe' && stripePublishableKey !== undefined ? { stripePublishableKey } : {}),
});

/** Everything that the shop says of itself, for its staff. */
export type ViewShopDetails = () => ResultAsync<ShopDetails, StorageUnavailable>;

export const makeViewShopDetails =
  (deps: Deps): ViewShopDetails =>
  () =>
    deps.unitOfWork.read(({ shop }) => shop.find()).map((found) => found ?? initialDetails(deps));

/** To where its shipping methods go; none where one goes everywhere. */
function countriesOf({ shippingMethods }: PricingRules): readonly string[] {
  const zones = shippingMethods.flatMap((method) => (method.enabled === false ? [] : method.zones));
  if (zones.some(({ countries }) => countries.length === 0)) return [];
  return [...new Set(zones.flatMap(({ countries }) => countries))].sort();
}

function isTaxIncluded({ taxZones }: PricingRules, country = ''): boolean {
  if (taxZones === undefined) return false;
  const rules = taxRulesFor(taxZones, { country });
  return rules.ok && rules.value.prices === 'inclusive';
}
