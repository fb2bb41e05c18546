import type { Order, Withdrawal } from '@cartwright/domain';
import { unitsOf } from '../../fulfilment/units-of.js';
import { unitsRow } from '../lay-out-mail.js';
import { orderMail } from '../mail-definition.js';

/** The receipt of a withdrawal on a durable medium, with its content and the time (Directive 2011/83/EU, Art. 11a). */
export const withdrawalReceived = orderMail({
  on: ['order.withdrawn'],
  to: 'buyer',
  texts: {
    en: {
      subject: 'Your order {number}: we received your withdrawal',
      opening: 'We received your withdrawal on {time}.',
      refund: 'Refund',
      notSent: 'Items that were not sent are cancelled. If you have received some of them, please send those back.',
      sent: 'Please send back what you have received. We refund it once it has arrived.',
      digital: 'Digital items are refunded at once.',
    },
    de: {
      subject: 'Ihre Bestellung {number}: Ihr Widerruf ist eingegangen',
      opening: 'Ihr Widerruf ist am {time} eingegangen.',
      refund: 'Erstattung',
      notSent:
        'Nicht versandte Artikel sind storniert. Falls Sie einige davon erhalten haben, senden Sie diese bitte zurück.',
      sent: 'Bitte senden Sie zurück, was Sie erhalten haben. Wir erstatten es, sobald es angekommen ist.',
      digital: 'Digitale Artikel werden sofort erstattet.',
    },
  },
  find: (order, { withdrawalId }) => order.withdrawals?.find(({ id }) => id === withdrawalId),
  write: (order, withdrawal, _event, { say, shared, money, time }) => ({
    subject: say('subject', { number: order.number }),
    opening: say('opening', { time: time(withdrawal.at) }),
    heading: shared('order', { number: order.number }),
    rows: [
      ...withdrawal.lines.map((line) => unitsRow(order, line)),
      // Nothing was paid for an order that waited for its payment.
      ...(withdrawal.refund.amount === 0 ? [] : [{ label: say('refund'), value: money(withdrawal.refund) }]),
    ],
    paragraphs: partsOf(order, withdrawal).map((part) => say(part)),
  }),
});

/** What becomes of the units: they were not sent, are to be sent back, or are digital. */
function partsOf(order: Order, { id, lines }: Withdrawal): readonly ('notSent' | 'sent' | 'digital')[] {
  // What a withdrawal cancels and waives has its id.
  const linesOf = (changes: Order['unitWaivers']) =>
    changes.flatMap((each) => ((each.id as string) === id ? each.lines : []));
  const cancelled = linesOf(order.unitCancellations);
  const waived = linesOf(order.unitWaivers);
  const isSent = lines.some(
    ({ variantId, quantity }) => quantity > unitsOf(variantId, cancelled) + unitsOf(variantId, waived),
  );
  if (order.status === 'cancelled') return ['notSent'];
  return [
    ...(cancelled.length > 0 ? ['notSent' as const] : []),
    ...(isSent ? ['sent' as const] : []),
    ...(waived.length > 0 ? ['digital' as const] : []),
  ];
}
