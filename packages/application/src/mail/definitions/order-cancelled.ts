import { capturedAmount, type Order } from '@cartwright/domain';
import { orderMail } from '../mail-definition.js';
import type { MailLanguage } from '../mail-language.js';

/** Informs a buyer that their order is cancelled, why, and what happens to the money. */
export const orderCancelled = orderMail({
  on: ['order.cancelled'],
  to: 'buyer',
  texts: {
    en: {
      subject: 'Your order {number} is cancelled',
      opening: 'Your order was cancelled.',
      openingUnpaid: 'Your order was cancelled because it was not paid in time. You are welcome to order again.',
      reason: 'Reason',
      nothing: 'Nothing was charged.',
      refunded: 'Your payment has been refunded in full.',
      refund: 'We will refund the {amount} that you paid, and email you when it is done.',
    },
    de: {
      subject: 'Ihre Bestellung {number} ist storniert',
      opening: 'Ihre Bestellung wurde storniert.',
      openingUnpaid:
        'Ihre Bestellung wurde storniert, weil sie nicht rechtzeitig bezahlt wurde. Sie können gern erneut bestellen.',
      reason: 'Grund',
      nothing: 'Es wurde nichts berechnet.',
      refunded: 'Ihre Zahlung wurde vollständig erstattet.',
      refund: 'Wir erstatten die {amount}, die Sie bezahlt haben, und schreiben Ihnen, sobald das geschehen ist.',
    },
  },
  find: (order) => order.cancellation,
  write: (order, { reason, deadline }, _event, language) => {
    const { say, shared } = language;
    return {
      subject: say('subject', { number: order.number }),
      opening: say(deadline === undefined ? 'opening' : 'openingUnpaid'),
      heading: shared('order', { number: order.number }),
      rows: reason === undefined ? [] : [{ label: say('reason'), value: reason }],
      paragraphs: [moneyOf(order, language)],
    };
  },
});

function moneyOf(
  order: Order,
  { say, money }: Pick<MailLanguage<'nothing' | 'refunded' | 'refund'>, 'say' | 'money'>,
): string {
  const captured = capturedAmount(order);
  if (captured === 0) return say('nothing');
  const returned = [
    ...order.refunds.filter(({ status }) => status === 'confirmed'),
    ...order.disputes.filter(({ status }) => status === 'lost'),
  ].reduce((sum, { amount }) => sum + amount.amount, 0);
  const remaining = captured - returned;
  if (remaining <= 0) return say('refunded');
  return say('refund', { amount: money({ amount: remaining, currency: order.pricing.currency }) });
}
