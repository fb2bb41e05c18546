import { moneyText } from '../lay-out-mail.js';
import { orderMail } from '../mail-definition.js';

const texts = {
  'order.disputed': {
    subject: 'dispute opened',
    opening: 'A buyer has disputed a payment with their bank.',
    advice: 'Respond at the payment provider before its deadline. A dispute without a response is lost.',
  },
  'order.dispute-won': {
    subject: 'dispute won',
    opening: 'A dispute was decided in the shop’s favour.',
    advice: 'The shop keeps the money. No action is needed.',
  },
  'order.dispute-lost': {
    subject: 'dispute lost',
    opening: 'A dispute was decided in the buyer’s favour.',
    advice:
      'The bank has returned the money to the buyer. Check whether items that are not shipped yet should be shipped.',
  },
} as const;

/** Informs staff that a payment was disputed, or how the dispute ended. */
export const dispute = orderMail({
  on: ['order.disputed', 'order.dispute-won', 'order.dispute-lost'],
  to: { staffWith: 'orders.read' },
  find: (order, { disputeId }) => order.disputes.find(({ id }) => id === disputeId),
  write: (order, { id, provider, paymentReference, amount }, { type }) => {
    const { subject, opening, advice } = texts[type];
    return {
      subject: `Order ${order.number}: ${subject}`,
      opening,
      heading: `Order ${order.number}`,
      rows: [
        { label: 'Amount', value: moneyText(amount) },
        { label: 'Buyer', value: order.email },
        { label: 'Payment', value: `${paymentReference} (${provider})` },
        { label: 'Dispute', value: id },
      ],
      paragraphs: [advice],
    };
  },
});
