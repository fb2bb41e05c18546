import { invoiceOf, type CreditNote, type Invoice, type Seller } from '@cartwright/application';
import {
  addToCart,
  createCart,
  currencyStep,
  percent,
  placeOrder,
  priceCart,
  recordPayment,
  type Order,
  type TaxRules,
} from '@cartwright/domain';
import { accepted } from './sample-order.js';
import { afterNoon, noon } from './sample-shop.js';

export const sampleSeller: Seller = {
  name: 'Mill Lane Pottery',
  address: ['1 Mill Lane', 'Ockham GU23 6NP'],
  country: 'GB',
  vatNumber: 'GB123456789',
};

type Wanted = {
  readonly currency?: string;
  /** In steps of the currency, one for each line; `quantities` likewise, one when absent. */
  readonly unitPrices: readonly number[];
  readonly quantities?: readonly number[];
  readonly names?: readonly string[];
  readonly tax?: TaxRules['prices'];
  readonly discounted?: boolean;
};

/**
 * A paid order with a tenth and then 3 steps for each unit off, paid shipping, and two tax rates, as far as `wanted`.
 */
export function samplePaidOrder({
  currency = 'USD',
  unitPrices,
  quantities = [],
  names = [],
  tax,
  discounted = true,
}: Wanted): Order {
  const money = (steps: number) => ({ amount: steps * currencyStep(currency), currency });
  const ids = unitPrices.map((_, index) => `variant-${String(index).padStart(3, '0')}`);
  let cart = accepted(createCart({ id: 'cart', currency }));
  for (const [index, id] of ids.entries()) cart = accepted(addToCart(cart, id, quantities[index] ?? 1));
  const pricing = accepted(
    priceCart({
      cart,
      prices: Object.fromEntries(
        ids.map((id, index) => [
          id,
          {
            unitPrice: money(unitPrices[index] ?? 0),
            productId: id,
            categoryIds: [],
            digital: false,
            ...(tax === undefined ? {} : { taxClass: index % 2 === 0 ? 'standard' : 'reduced' }),
          },
        ]),
      ),
      customer: { groups: ['guest'], orderCount: 0 },
      promotions: discounted
        ? [
            {
              id: 'a',
              name: 'Three off each',
              target: { type: 'lines', selector: {} },
              effect: { type: 'amount', amount: money(3), mode: 'each' },
            },
            { id: 'b', name: 'A tenth off', target: { type: 'order' }, effect: { type: 'percent', rate: 100_000 } },
            { id: 'c', name: 'Half the way', target: { type: 'shipping' }, effect: { type: 'percent', rate: 500_000 } },
          ]
        : [],
      minimumOrderRules: [],
      shipping: { method: 'standard', charge: money(499) },
      ...(tax === undefined
        ? {}
        : {
            tax: {
              prices: tax,
              rates: { standard: accepted(percent('19')), reduced: accepted(percent('8.875')) },
              shippingClass: 'standard',
            },
          }),
      at: noon,
    }),
  );
  const placed = accepted(
    placeOrder(pricing, {
      id: 'order-1',
      number: '7K3F-9QXM2A',
      email: 'ada@shop.example',
      descriptions: Object.fromEntries(
        ids.map((id, index) => [id, { name: names[index] ?? `Article ${index + 1}`, sku: `SKU-${index + 1}` }]),
      ),
      shippingAddress: {
        fullName: 'Ada Lovelace',
        line1: '12 St James’s Square',
        city: 'London',
        postalCode: 'SW1Y 4LB',
        country: 'GB',
      },
      billingAddress: { fullName: 'Analytical Engines Ltd', line1: '1 Weg', city: 'Köln', country: 'DE' },
      at: noon,
    }),
  ).order;
  return pricing.total.amount === 0
    ? placed
    : accepted(recordPayment(placed, { provider: 'sandbox', reference: 'sbx_1', amount: pricing.total, at: noon }))
        .order;
}

/** The invoice of an order that has one. */
export function sampleInvoice(order: Order): Invoice {
  const facts = { number: 'INV-000007', issuedAt: noon, seller: sampleSeller, timeZone: 'Europe/Berlin' };
  const invoice = invoiceOf(order, facts);
  if (invoice === undefined) throw new Error('the order has no invoice');
  return invoice;
}

/** A credit note of all of an order, or of so much of it. */
export function sampleCreditNote(order: Order, amount: number = order.pricing.total.amount): CreditNote {
  const { lines: _lines, shipTo: _shipTo, taxes, ...invoice } = sampleInvoice(order);
  const { orderNumber, currency, timeZone, seller, email, billTo, taxIncluded, issuedAt } = invoice;
  return {
    type: 'credit-note',
    number: 'CN-000003',
    issuedAt: afterNoon(3_600),
    invoice: { number: invoice.number, issuedAt },
    orderNumber,
    currency,
    timeZone,
    seller,
    email,
    ...(billTo === undefined ? {} : { billTo }),
    taxIncluded,
    amount: { amount, currency },
    taxes,
  };
}
