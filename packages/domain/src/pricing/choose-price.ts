import { compareValues } from '../compare-values.js';
import { accept, refuse, type Decision } from '../decision.js';
import { compareIds, type Instant } from '../flavoured.js';
import { compareInstants } from '../instant.js';
import { findUnknownCurrency, type CurrencyCode, type UnknownCurrency } from '../money/currency.js';
import {
  amountShape,
  findMismatch,
  findOffStep,
  type CurrencyMismatch,
  type Money,
  type OffStep,
} from '../money/money.js';
import {
  count,
  defined,
  fields,
  findMalformed,
  instant,
  list,
  oneOf,
  optional,
  positive,
  rank,
  text,
  type MalformedInput,
  type Shape,
} from '../shape.js';
import type { CustomerGroup } from './promotions/promotion.js';

/**
 * A price that a variant may be sold at. A `list` offer is an entry of a price list: for the customers in any of
 * `groups` (absent: for everyone, empty: for nobody), from `minQuantity` units on (absent: 1), and in `[startsAt,
 * endsAt)`. `compareAtPrice` is what it cost before, for show only.
 *
 * @example
 * const wholesale: PriceOffer = {
 *   type: 'list',
 *   id: 'wholesale-mug',
 *   price: { amount: 1499, currency: 'USD' },
 *   groups: ['wholesale'],
 *   minQuantity: 10,
 * };
 */
export type PriceOffer =
  | { readonly type: 'base'; readonly id: string; readonly price: Money; readonly compareAtPrice?: Money | undefined }
  | {
      readonly type: 'list';
      readonly id: string;
      readonly price: Money;
      readonly compareAtPrice?: Money | undefined;
      readonly groups?: readonly CustomerGroup[] | undefined;
      readonly minQuantity?: number | undefined;
      readonly startsAt?: Instant | undefined;
      readonly endsAt?: Instant | undefined;
      /** The highest wins. Any number; absent: 0. */
      readonly priority?: number | undefined;
    };

/**
 * The price that applies, which offer it is of, and the higher price to show beside it, if there is one.
 *
 * @example const chosen: ChosenPrice = { price: { amount: 1999, currency: 'USD' }, offerId: 'base-mug' };
 */
export type ChosenPrice = {
  readonly price: Money;
  readonly compareAtPrice?: Money | undefined;
  readonly offerId: string;
};

/**
 * Why a variant has no price: none of its offers in the currency applies.
 *
 * @example const error: ChoosePriceError = { type: 'pricing.no-price', currency: 'EUR' };
 */
export type ChoosePriceError = MalformedInput | { readonly type: 'pricing.no-price'; readonly currency: CurrencyCode };

/** What the choice depends on. */
type Buying = {
  readonly currency: CurrencyCode;
  readonly groups: readonly CustomerGroup[];
  readonly quantity: number;
  readonly at: Instant;
};

const offerShape: Shape<PriceOffer> = /* @__PURE__ */ (() => {
  const offer = { id: text, price: amountShape, compareAtPrice: optional(amountShape) };
  return oneOf<PriceOffer, 'type'>('type', {
    base: offer,
    list: {
      ...offer,
      groups: optional(list(text)),
      minQuantity: optional(count),
      startsAt: optional(instant),
      endsAt: optional(instant),
      priority: optional(rank),
    },
  });
})();

const offersShape: Shape<readonly PriceOffer[]> = list(offerShape);

const buyingShape: Shape<Buying> = fields<Buying>({
  currency: text,
  groups: list(text),
  quantity: positive,
  at: instant,
});

/**
 * Why an offer cannot be set.
 *
 * @example const error: PriceOfferError = { type: 'money.unknown-currency', currency: 'usd' };
 */
export type PriceOfferError = MalformedInput | UnknownCurrency | CurrencyMismatch | OffStep;

/**
 * Accepts an offer that a shop sets: its price and the price to show beside it are in one known currency and multiples
 * of the currency's step. Errors: `money.unknown-currency`, `money.currency-mismatch`, `money.off-step`,
 * `input.malformed`.
 *
 * @example
 * const checked = checkPriceOffer({ type: 'base', id: 'base', price: { amount: 1005, currency: 'KWD' } });
 * checked; // => { ok: false, error: { type: 'money.off-step', amount: { amount: 1005, currency: 'KWD' }, step: 10 } }
 */
export function checkPriceOffer(offer: PriceOffer): Decision<PriceOffer, PriceOfferError> {
  const malformed = findMalformed(offerShape, offer, 'offer');
  if (malformed !== undefined) return refuse(malformed);
  const { price, compareAtPrice = price } = offer;
  const bad =
    findUnknownCurrency(price.currency) ??
    findMismatch(price, compareAtPrice) ??
    findOffStep(price) ??
    findOffStep(compareAtPrice);
  return bad === undefined ? accept(offer) : refuse(bad);
}

/**
 * Chooses the price of a variant, so that a browser and a server choose alike: a list entry before the base price, then
 * the higher priority, then the higher minimum quantity that is reached, then the lower price, then the id. The price
 * to show beside it is the one stored with the chosen offer, or the base price for an entry with dates; in both cases
 * only if it is higher. Errors: `pricing.no-price`, `input.malformed`.
 *
 * @example
 * const offers = [{ type: 'base', id: 'base', price: { amount: 1999, currency: 'USD' } }] as const;
 * const chosen = choosePrice(offers, { currency: 'USD', groups: ['guest'], quantity: 1, at });
 * chosen; // => { ok: true, value: { price: { amount: 1999, currency: 'USD' }, offerId: 'base' } }
 */
export function choosePrice(
  offers: readonly PriceOffer[],
  buying: {
    readonly currency: CurrencyCode;
    readonly groups: readonly CustomerGroup[];
    readonly quantity: number;
    readonly at: Instant;
  },
): Decision<ChosenPrice, ChoosePriceError> {
  const malformed = findMalformed(offersShape, offers, 'offers') ?? findMalformed(buyingShape, buying, 'buying');
  if (malformed !== undefined) return refuse(malformed);
  const [chosen, ...others] = offers.filter((offer) => applies(offer, buying)).sort(byRank);
  if (chosen === undefined) return refuse({ type: 'pricing.no-price', currency: buying.currency });
  const base = [chosen, ...others].find(({ type }) => type === 'base');
  const { price, id: offerId } = chosen;
  const hasDates = chosen.type === 'list' && (chosen.startsAt !== undefined || chosen.endsAt !== undefined);
  const before = chosen.compareAtPrice ?? (hasDates ? base?.price : undefined);
  const isHigher = before !== undefined && before.currency === price.currency && before.amount > price.amount;
  return accept(defined({ price, compareAtPrice: isHigher ? before : undefined, offerId }));
}

function applies(offer: PriceOffer, { currency, groups, quantity, at }: Buying): boolean {
  if (offer.price.currency !== currency) return false;
  if (offer.type === 'base') return true;
  const { minQuantity = 1, startsAt, endsAt } = offer;
  return (
    quantity >= minQuantity &&
    (offer.groups === undefined || offer.groups.some((group) => groups.includes(group))) &&
    (startsAt === undefined || compareInstants(at, startsAt) >= 0) &&
    (endsAt === undefined || compareInstants(at, endsAt) < 0)
  );
}

function byRank(left: PriceOffer, right: PriceOffer): number {
  const [a, b] = [rankOf(left), rankOf(right)];
  return (
    compareValues(b.isList, a.isList) ||
    compareValues(b.priority, a.priority) ||
    compareValues(b.minQuantity, a.minQuantity) ||
    left.price.amount - right.price.amount ||
    compareIds(left.id, right.id)
  );
}

const rankOf = (offer: PriceOffer) =>
  offer.type === 'base'
    ? { isList: 0, priority: 0, minQuantity: 1 }
    : { isList: 1, priority: offer.priority ?? 0, minQuantity: Math.max(1, offer.minQuantity ?? 1) };
