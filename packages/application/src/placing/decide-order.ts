import {
  applyRate,
  placeOrder,
  type Delivery,
  type ItemDescription,
  type Money,
  type OrderChange,
  type PlaceOrderError as DomainPlaceOrderError,
  type PricedCart,
} from '@cartwright/domain';
import { err, ok, Result } from 'neverthrow';
import { itemsInLanguage } from '../catalogue/item-names.js';
import { checkCoupon, type CouponNotApplicable, type CouponUnknown } from '../cart/check-coupon.js';
import type { CartPricing } from '../cart/price-for-caller.js';
import { cheapestQuote, destinationOf, quoteShipping, type SendingWish } from '../cart/quote-shipping.js';
import { shownPricing } from '../cart/shown-pricing.js';
import { fromDomain, type Refusal } from '../from-domain.js';
import { normaliseEmail } from '../identity/email-address.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import { requireChargeable, type OrderBelowPaymentMinimum } from '../paying/require-chargeable.js';
import type { PaymentGateway } from '../ports/payment-gateway.js';
import type { ShippingMethod } from '../ports/repositories/pricing-records.js';
import type { BuyerFacts, PlaceOrderCommand } from './place-order-command.js';
import { plainVatNumber } from './vat-number.js';

export type DecideOrderError =
  | CouponUnknown
  | CouponNotApplicable
  | Refusal<DomainPlaceOrderError>
  | { readonly type: 'order.email-missing' }
  | { readonly type: 'order.shipping-address-missing' }
  | OrderBelowPaymentMinimum
  | { readonly type: 'order.price-changed'; readonly expectedTotal: Money; readonly pricing: PricedCart };

/** Every rule that can refuse an order before any stock is touched. */
export function decideOrder(
  {
    clock,
    ids,
    paymentGateway,
  }: {
    readonly clock: Clock;
    readonly ids: Ids;
    readonly paymentGateway: Pick<PaymentGateway, 'minimumCharge'>;
  },
  command: PlaceOrderCommand,
  pricing: CartPricing,
): Result<OrderChange, DecideOrderError> {
  const { caller, coupons = [], email, expectedTotal } = command;
  const at = clock.now();
  const { user, rules } = pricing;
  const priced = shownPricing(pricing);
  const contact = email ?? user?.email;
  const physical = priced.lines.some(({ digital }) => !digital);
  return Result.combine(coupons.map((code) => checkCoupon(pricing, code)))
    .andThen(() => requireExpectedTotal(priced, expectedTotal))
    .andThen(() => {
      if (contact === undefined) return err({ type: 'order.email-missing' } as const);
      if (physical && command.shippingAddress === undefined)
        return err({ type: 'order.shipping-address-missing' } as const);
      return fromDomain(
        placeOrder(priced, {
          id: ids.next(),
          number: ids.orderNumber(),
          ...(caller.type === 'user' ? { customerId: caller.userId } : {}),
          email: normaliseEmail(contact),
          ...describe(pricing, command.locales),
          ...buyerFactsOf(command),
          ...(physical ? deliveryBy(rules.shippingMethods, priced.shipping?.method) : {}),
          ...(physical ? cheapestShipping(pricing, command) : {}),
          ...(command.digitalConsent === true ? { digitalConsentAt: at } : {}),
          at,
        }),
      );
    })
    .andThen((placed) => requireChargeable(paymentGateway, placed.order.pricing.total).map(() => placed));
}

/** The command without what only the decision needs. */
const buyerFactsOf = ({
  caller: _caller,
  request: _request,
  source: _source,
  email: _email,
  shippingAddressId: _shippingAddressId,
  billingAddressId: _billingAddressId,
  shippingMethod: _shippingMethod,
  locales: _locales,
  coupons: _coupons,
  expectedTotal: _expectedTotal,
  digitalConsent: _digitalConsent,
  vatNumber,
  ...facts
}: PlaceOrderCommand): BuyerFacts => ({
  ...facts,
  ...(vatNumber === undefined ? {} : { vatNumber: plainVatNumber(vatNumber) }),
});

const requireExpectedTotal = (pricing: PricedCart, expectedTotal: Money | undefined) =>
  expectedTotal === undefined ||
  (expectedTotal.amount === pricing.total.amount && expectedTotal.currency === pricing.total.currency)
    ? ok(undefined)
    : err({ type: 'order.price-changed', expectedTotal, pricing } as const);

/** The chosen method as it is called now; the order keeps that. */
function deliveryBy(methods: readonly ShippingMethod[], chosen: string | undefined): { readonly delivery?: Delivery } {
  const method = methods.find(({ id }) => id === chosen);
  if (method === undefined) return {};
  const { name, deliveryDays: days } = method;
  return { delivery: { name, ...(days === undefined ? {} : { days }) } };
}

/** What the cheapest method would cost, tax included: no withdrawal gives back more of the shipping. */
function cheapestShipping(pricing: CartPricing, wish: SendingWish): { readonly cheapestShipping?: Money } {
  const { cart, tax } = pricing.input;
  const quote = cheapestQuote(quoteShipping(pricing, cart, destinationOf(pricing, wish)));
  if (quote === undefined) return {};
  const rate = tax?.rates[quote.taxClass ?? tax.shippingClass ?? ''] ?? 0;
  const added = tax?.prices === 'exclusive' ? fromDomain(applyRate(quote.charge, rate)) : ok(undefined);
  return added
    .map((taxes) => ({
      cheapestShipping: { ...quote.charge, amount: quote.charge.amount + (taxes?.amount ?? 0) },
    }))
    .unwrapOr({});
}

/** The items as the buyer sees them now (docs/adr/0084). */
function describe(
  { items, rules }: CartPricing,
  locales: readonly string[] = [],
): { readonly descriptions: Readonly<Record<string, ItemDescription>>; readonly namesLocale: string } {
  const shown = itemsInLanguage(items, locales, rules.locale);
  const descriptions = Object.fromEntries(
    [...shown.items].map(([variantId, { name, sku, image, productId, slug, options }]) => [
      variantId,
      { name, sku, ...(image === undefined ? {} : { image }), productId, slug, options },
    ]),
  );
  return { descriptions, namesLocale: shown.locale };
}
