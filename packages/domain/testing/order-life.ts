import {
  cancelOrder,
  deliverParcel,
  placeOrder,
  priceCart,
  recordPayment,
  returnUnits,
  shipOrder,
  type Order,
  type OrderStatus,
  type OrderUnits,
  type PricingInput,
} from '../src/index.js';
import { accepted } from './accepted.js';
import { at, entry, input, promotion, usd } from './shop.js';

/**
 * Three mugs, two cups and a download under a third off, with 10 % tax on top. Paid, tax included: for the mugs 2.19,
 * 2.19 and 2.20, for the cups 1.45 and 1.47, for the download 3.67, for shipping 5.50; together 18.67.
 */
export const sale: PricingInput = input(
  { mug: 3, cup: 2, book: 1 },
  {
    mug: entry(299, { taxClass: 'standard' }),
    cup: entry(199, { taxClass: 'standard' }),
    book: entry(500, { taxClass: 'standard', digital: true }),
  },
  {
    promotions: [promotion('third', 333_333)],
    shipping: { method: 'post', charge: usd(500) },
    tax: { prices: 'exclusive', rates: { standard: 100_000 }, shippingClass: 'standard' },
  },
);

export const place = (from: PricingInput = sale): Order =>
  accepted(placeOrder(accepted(priceCart(from)), { id: 'order-1', number: '1001', email: 'ann@example.com', at }))
    .order;

/** The first payment, as refunds and disputes name it. */
export const payment = { provider: 'stripe', paymentReference: 'pi_1' } as const;

export const pay = (order: Order, amount: number = order.pricing.total.amount, reference = 'pi_1'): Order =>
  accepted(recordPayment(order, { provider: 'stripe', reference, amount: usd(amount), at })).order;

export const units = (quantities: Readonly<Record<string, number>>): readonly OrderUnits[] =>
  Object.entries(quantities).map(([variantId, quantity]) => ({ variantId, quantity }));

/** Ships the units named, or all that are open. */
export const ship = (order: Order, id = 'parcel-1', quantities?: Readonly<Record<string, number>>): Order =>
  accepted(shipOrder(order, { id, at, ...(quantities === undefined ? {} : { lines: units(quantities) }) })).order;

export const deliver = (order: Order, id = 'parcel-1'): Order => accepted(deliverParcel(order, { id, at })).order;

/**
 * The sale in each status that an order can have; money was captured wherever it can have been. Each is made when it is
 * read: a broken rule fails the test that reads it, not the whole file.
 */
export const orderIn: Readonly<Record<OrderStatus, Order>> = {
  get pending() {
    return place();
  },
  get paid() {
    return pay(place());
  },
  get partially_shipped() {
    return ship(pay(place()), 'parcel-1', { mug: 1 });
  },
  get shipped() {
    return ship(pay(place()));
  },
  get delivered() {
    return deliver(ship(pay(place())));
  },
  /** Before it was paid: digital lines that were delivered are not cancelled. */
  get cancelled() {
    return pay(accepted(cancelOrder(place(), { at })).order);
  },
  get returned() {
    const lines = units({ mug: 3, cup: 2 });
    return accepted(returnUnits(orderIn.delivered, { id: 'return-1', lines, restock: true, at })).order;
  },
};
