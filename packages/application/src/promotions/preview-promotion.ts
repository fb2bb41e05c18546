import {
  priceCart,
  type Address,
  type CurrencyCode,
  type EmptyCouponCode,
  type PricedCart,
  type Promotion,
  type QuantityOutOfRange,
  type TooManyCoupons,
  type TooManyLines,
  type UnknownCurrency,
} from '@cartwright/domain';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import { pricingInputOf, type PriceError } from '../cart/price-for-caller.js';
import type { PricingFacts } from '../cart/pricing-facts.js';
import { chooseQuote, destinationOf, type ShippingRefused } from '../cart/quote-shipping.js';
import { fromDomain } from '../from-domain.js';
import { cartOfItems, withCoupons, type OrderItem } from '../placing/cart-of-items.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type { VariantNotFound } from '../ports/repositories/stock-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { checkDraft, type DraftRefused } from './check-draft.js';
import type { PromotionDraft } from './set-promotion.js';

/** A cart that nobody has, to try a promotion on. */
export type PreviewedCart = {
  readonly items: readonly OrderItem[];
  readonly currency?: CurrencyCode;
  /** The groups of its customer; a guest's when absent. */
  readonly groups?: readonly string[];
  readonly coupons?: readonly string[];
  readonly shippingAddress?: Pick<Address, 'country' | 'region' | 'postalCode'>;
  readonly shippingMethod?: string;
};
export type PreviewPromotionCommand = { readonly promotion: PromotionDraft; readonly cart: PreviewedCart };
export type PreviewPromotionError =
  | DraftRefused
  | QuantityOutOfRange
  | TooManyLines
  | TooManyCoupons
  | EmptyCouponCode
  | UnknownCurrency
  | VariantNotFound
  | ShippingRefused
  | PriceError
  | StorageUnavailable;
/** Prices a cart with a draft beside the promotions that apply now, and stores nothing. */
export type PreviewPromotion = (command: PreviewPromotionCommand) => ResultAsync<PricedCart, PreviewPromotionError>;

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly storeCurrency: CurrencyCode;
};

export const makePreviewPromotion =
  ({ unitOfWork, clock, ids, storeCurrency }: Deps): PreviewPromotion =>
  ({ promotion: { visibility: _visibility, ...draft }, cart: previewed }) => {
    const { items, currency = storeCurrency, coupons = [], ...wish } = previewed;
    const promotion: Promotion = { id: ids.next(), ...draft };
    return checkDraft(promotion)
      .andThen(() => cartOfItems({ id: ids.next(), currency }, items))
      .andThen((cart) => withCoupons(cart, coupons))
      .asyncAndThen((cart) =>
        unitOfWork
          .read(({ pricing }) =>
            pricing.facts({
              variantIds: cart.lines.map(({ variantId }) => variantId),
              couponCodes: cart.couponCodes,
            }),
          )
          .andThen((found) => {
            const groups = wish.groups ?? ['guest'];
            const facts = withDraft({ ...found, groups, at: clock.now() }, promotion, cart.couponCodes);
            const destination = destinationOf(facts, wish);
            return requireVariants(facts, items)
              .andThen(() => chooseQuote(facts, cart, destination, wish.shippingMethod))
              .andThen((shipping) => pricingInputOf(facts, cart, { destination, shipping }))
              .andThen((input) => fromDomain(priceCart(input)));
          }),
      );
  };

/** The facts with the draft among the promotions. Every code of the cart counts as one that was generated for it. */
function withDraft(facts: PricingFacts, draft: Promotion, codes: readonly string[]): PricingFacts {
  const promotions = [...facts.rules.promotions, draft];
  const promotionUsage = { ...facts.promotionUsage, [draft.id]: { uses: 0, customerUses: 0, codes } };
  return { ...facts, rules: { ...facts.rules, promotions }, promotionUsage };
}

function requireVariants({ items: found }: PricingFacts, items: readonly OrderItem[]): Result<void, VariantNotFound> {
  const unknown = items.find(({ variantId }) => !found.has(variantId));
  return unknown === undefined
    ? ok(undefined)
    : err({ type: 'catalogue.variant-not-found', variantId: unknown.variantId });
}
