import { orderMail } from '../mail-definition.js';
import { orderSummary, unpaidOf } from '../order-summary.js';
import { picturesOf } from '../order-pictures.js';

/** Confirms an order to its buyer. It does not claim that the order is paid. */
export const orderConfirmation = orderMail({
  on: ['order.placed'],
  to: 'buyer',
  texts: {
    en: { subject: 'Your order {number}', opening: 'Thank you for your order.' },
    de: { subject: 'Ihre Bestellung {number}', opening: 'Vielen Dank für Ihre Bestellung.' },
  },
  find: (order, _event, context) =>
    picturesOf(order, context).map((pictures) => ({
      pictures,
      unpaid: unpaidOf(order, context.timeToPayMs),
      orderUrl: context.orderLinks.to(order),
    })),
  write: (order, { pictures, unpaid, orderUrl }, _event, language) => {
    const { say, shared, money, time } = language;
    const { number } = order;
    return {
      subject: say('subject', { number }),
      opening: say('opening'),
      heading: shared('order', { number }),
      ...orderSummary(order, language, pictures),
      ...(unpaid === undefined
        ? {}
        : {
            paragraphs: [shared('unpaid', { amount: money(unpaid.amount), deadline: time(unpaid.by) })],
            links: [{ label: shared('payNow'), url: orderUrl }],
          }),
    };
  },
});
