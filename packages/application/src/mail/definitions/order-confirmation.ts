import { moneyText, unitsRow } from '../lay-out-mail.js';
import { orderMail } from '../mail-definition.js';

/** Confirms an order to its buyer. It does not claim that the order is paid. */
export const orderConfirmation = orderMail({
  on: ['order.placed'],
  to: 'buyer',
  find: (order) => order,
  write: (order) => {
    const { pricing, number } = order;
    const { discountTotal, shippingTotal, taxTotal } = pricing;
    return {
      subject: `Your order ${number}`,
      opening: 'Thank you for your order.',
      heading: `Order ${number}`,
      rows: [
        ...pricing.lines.map((line) => ({ ...unitsRow(order, line), value: moneyText(line.total) })),
        ...(discountTotal.amount === 0 ? [] : [{ label: 'You save', value: moneyText(discountTotal) }]),
        ...(shippingTotal.amount === 0 ? [] : [{ label: 'Shipping', value: moneyText(shippingTotal) }]),
        ...(taxTotal.amount === 0 ? [] : [{ label: 'Tax', value: moneyText(taxTotal) }]),
        { label: 'Total', value: moneyText(pricing.total) },
      ],
    };
  },
});
