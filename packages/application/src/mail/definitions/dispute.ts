import type { Dispute, Order } from '@cartwright/domain';
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
    refundAdvice:
      'The order still owes this money to the buyer. Its refund is requested again automatically. A mail follows if it fails.',
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
  to: { staffWith: 'orders.refund' },
  find: (order, { disputeId }) => order.disputes.find(({ id }) => id === disputeId),
  write: (order, { id, provider, paymentReference, amount }, { type }) => {
    const { subject, opening, advice } = texts[type];
    const isOwed = type === 'order.dispute-won' && owes(order, { provider, paymentReference });
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
      paragraphs: [isOwed ? texts[type].refundAdvice : advice],
    };
  },
});

/** Whether money of a payment is due back, or was to go back and has failed: its refund may be on its way by now. */
const owes = (
  { dueBack, refunds }: Order,
  { provider, paymentReference }: Pick<Dispute, 'provider' | 'paymentReference'>,
): boolean =>
  dueBack.amount > 0 ||
  refunds.some(
    (refund) =>
      refund.status === 'failed' && refund.provider === provider && refund.paymentReference === paymentReference,
  );
