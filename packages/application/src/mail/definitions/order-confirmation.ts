import { priceRows } from '../../ordering/price-rows.js';
import { orderMail } from '../mail-definition.js';

/** Confirms an order to its buyer. It does not claim that the order is paid. */
export const orderConfirmation = orderMail({
  on: ['order.placed'],
  to: 'buyer',
  find: (order) => order,
  write: (order) => ({
    subject: `Your order ${order.number}`,
    opening: 'Thank you for your order.',
    heading: `Order ${order.number}`,
    rows: priceRows(order),
  }),
});
