import { decimalOf, type CheckoutLine, type StartCheckout } from '@cartwright/application';
import type { Stripe } from 'stripe';
import { toStripeAmount, type StripeAmount } from './stripe-amount.js';

type LineItem = Stripe.Checkout.SessionCreateParams.LineItem;

/** https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-line_items */
const mostItems = 100;
const longestName = 250;

/**
 * The lines of an order for a checkout page. Their amounts sum to the charge exactly. The order is one line if Stripe
 * cannot show its lines: if there are too many, or an amount has a third decimal that Stripe does not accept.
 */
export function lineItemsOf({ lines = [], orderNumber }: StartCheckout, charge: StripeAmount): LineItem[] {
  const items = lines.map((line) => itemOf(line, charge.currency));
  const known = items.filter((item) => item !== undefined);
  const sum = known.reduce(
    (all, { price_data: price, quantity }) => all + (price?.unit_amount ?? 0) * (quantity ?? 0),
    0,
  );
  const fits = known.length > 0 && known.length === items.length && known.length <= mostItems;
  return fits && sum === charge.amount
    ? known
    : [{ quantity: 1, price_data: priceOf(`Order ${orderNumber}`, charge.amount, charge.currency) }];
}

/** A line whose total its units do not share evenly is one unit, with the quantity in its name. */
function itemOf({ name, quantity, total, discount, image }: CheckoutLine, currency: string): LineItem | undefined {
  const converted = total.amount === 0 ? 0 : toStripeAmount(total).unwrapOr(undefined)?.amount;
  if (converted === undefined) return undefined;
  const isEven = converted % quantity === 0;
  const shown = isEven || quantity === 1 ? name : `${quantity} × ${name}`;
  const described = {
    ...(discount === undefined ? {} : { description: `Discount: ${decimalOf(discount)} ${discount.currency}` }),
    ...(image === undefined ? {} : { images: [image] }),
  };
  return {
    quantity: isEven ? quantity : 1,
    price_data: priceOf(shown, isEven ? converted / quantity : converted, currency, described),
  };
}

const priceOf = (
  name: string,
  amount: number,
  currency: string,
  described: { readonly description?: string; readonly images?: string[] } = {},
) => ({
  currency,
  unit_amount: amount,
  product_data: { name: Array.from(name).slice(0, longestName).join(''), ...described },
});
