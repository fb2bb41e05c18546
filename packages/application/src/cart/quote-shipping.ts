import {
  shippingQuotesFor,
  type Address,
  type Cart,
  type Destination,
  type NoShippingQuote,
  type ShippingQuote,
} from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import { fromDomain } from '../from-domain.js';
import type { Checkout } from '../ports/repositories/cart-records.js';
import type { ShippingMethod } from '../ports/repositories/pricing-records.js';
import { choosePrices, partOnSale } from './choose-prices.js';
import type { PricingFacts } from './pricing-facts.js';

/** The shop has no shipping method of that id. */
export type ShippingMethodUnknown = { readonly type: 'shipping.method-unknown'; readonly method: string };

/** No shipping method sends this cart to the destination. */
export type NoShippingMethod = { readonly type: 'shipping.no-method'; readonly destination: Destination };

/** Why a cart cannot be sent as its buyer wants. */
export type ShippingRefused = ShippingMethodUnknown | NoShippingMethod | NoShippingQuote;

/** A method with its quote for a cart, or why it has none. */
export type QuotedMethod = {
  readonly method: ShippingMethod;
  readonly quote: Result<ShippingQuote, NoShippingQuote>;
};

/** What a buyer has said of where an order goes, and how. */
export type SendingWish = {
  readonly [Field in 'shippingAddress' | 'billingAddress' | 'shippingMethod']?: Checkout[Field] | undefined;
};

type Place = Pick<Address, 'country' | 'region' | 'postalCode'>;

/** Where a cart goes: to its address, and to the shop's country while it has none. */
export function destinationOf(
  { rules }: PricingFacts,
  {
    shippingAddress,
    billingAddress,
  }: { readonly shippingAddress?: Place | undefined; readonly billingAddress?: Place | undefined },
): Destination {
  const address = shippingAddress ?? billingAddress;
  return address === undefined ? { country: rules.country ?? '' } : destinationAt(address);
}

/** The part of an address that taxes and shipping depend on. */
export const destinationAt = ({ country, region, postalCode }: Place): Destination => ({
  country,
  ...(region === undefined ? {} : { region }),
  ...(postalCode === undefined ? {} : { postalCode }),
});

/** Each method of the shop, in the order of the offer, with its quote for the cart. */
export function quoteShipping(facts: PricingFacts, cart: Cart, destination: Destination): readonly QuotedMethod[] {
  const { shippingMethods, taxZones } = facts.rules;
  const sold = partOnSale(facts, cart);
  const { currency, lines } = sold;
  const prices = choosePrices(facts, sold).unwrapOr(undefined);
  // A line without a price is refused by pricing.
  if (prices === undefined) return [];
  const amount = lines.reduce(
    (all, { variantId, quantity }) => all + quantity * (prices[variantId]?.unitPrice.amount ?? 0),
    0,
  );
  // Too large an amount is refused by pricing, with its limit.
  if (!Number.isSafeInteger(amount)) return [];
  const weightGrams = lines.reduce((all, { variantId, quantity }) => {
    const item = facts.items.get(variantId);
    return all + (item?.digital === true ? 0 : quantity * (item?.weightGrams ?? 0));
  }, 0);
  const quotes = fromDomain(
    shippingQuotesFor(shippingMethods, { destination, currency, subtotal: { amount, currency }, weightGrams }),
  ).unwrapOr([]);
  return shippingMethods.flatMap((method, index) => {
    const quote = quotes[index];
    if (quote === undefined) return [];
    return [{ method, quote: quote.ok ? ok(untaxed(quote.value, taxZones === undefined)) : err(quote.error) }];
  });
}

/** The cheapest way to send the cart; of equal ones the first in the order of the offer. */
export const cheapestQuote = (quoted: readonly QuotedMethod[]): ShippingQuote | undefined =>
  quoted
    .flatMap(({ quote }) => (quote.isOk() ? [quote.value] : []))
    .reduce<ShippingQuote | undefined>(
      (best, quote) => (best === undefined || quote.charge.amount < best.charge.amount ? quote : best),
      undefined,
    );

/** The quote of the wanted method, of the cheapest one without a wish. A cart of digital goods needs none. */
export function chooseQuote(
  facts: PricingFacts,
  cart: Cart,
  destination: Destination,
  wanted: string | undefined,
): Result<ShippingQuote | undefined, ShippingRefused> {
  const quoted = quoteShipping(facts, cart, destination);
  const isSent = needsShipping(facts, cart);
  if (wanted === undefined) {
    const cheapest = cheapestQuote(quoted);
    const isQuoted = quoted.length === facts.rules.shippingMethods.length;
    return cheapest === undefined && isSent && isQuoted
      ? err({ type: 'shipping.no-method', destination })
      : ok(cheapest);
  }
  if (!facts.rules.shippingMethods.some(({ id }) => id === wanted)) {
    return err({ type: 'shipping.method-unknown', method: wanted });
  }
  const quote = quoted.find(({ method: { id } }) => id === wanted)?.quote;
  if (quote === undefined || (quote.isErr() && !isSent)) return ok(undefined);
  return quote;
}

/** Whether something in the cart has to be sent. */
export const needsShipping = (facts: PricingFacts, cart: Cart): boolean =>
  partOnSale(facts, cart).lines.some(({ variantId }) => facts.items.get(variantId)?.digital === false);

/** A shop without tax rules charges no tax on shipping either, whatever class a method has. */
function untaxed({ taxClass, ...quote }: ShippingQuote, isUntaxed: boolean): ShippingQuote {
  return isUntaxed || taxClass === undefined ? quote : { ...quote, taxClass };
}
