import type { Dispute, Order, Refund } from '@cartwright/domain';
import type { Mail } from '../ports/mailer.js';
import type { Reconciliation } from '../ports/repositories/reconciliation-records.js';
import { inWords, layOutMail } from './lay-out-mail.js';

/** A mail that goes to several people, each with an id of their own. */
export type StaffMail = (to: { readonly id: string; readonly email: string }) => Mail;

const texts = {
  'order.disputed': {
    what: 'dispute opened',
    opening: 'A buyer contests a payment at their bank.',
    advice: 'Answer it at the payment provider before the time that it names is over; without an answer it is lost.',
  },
  'order.dispute-won': {
    what: 'dispute won',
    opening: 'A dispute has ended in the shop’s favour.',
    advice: 'The shop keeps the money; there is nothing more to do.',
  },
  'order.dispute-lost': {
    what: 'dispute lost',
    opening: 'A dispute has ended in the buyer’s favour.',
    advice: 'The bank has taken the money back. Look whether what was not yet sent should still be sent.',
  },
} as const;

/** Tells staff of a payment that its payer contests, or of how that ended. */
export const disputeNews =
  (about: keyof typeof texts, order: Order, { id, provider, paymentReference, amount }: Dispute): StaffMail =>
  (to) =>
    layOutMail({
      id: to.id,
      to: to.email,
      subject: `Order ${order.number}: ${texts[about].what}`,
      opening: texts[about].opening,
      heading: `Order ${order.number}`,
      rows: [
        { label: 'Amount', value: inWords(amount) },
        { label: 'Buyer', value: order.email },
        { label: 'Payment', value: `${paymentReference} (${provider})` },
        { label: 'Dispute', value: id },
      ],
      paragraphs: [texts[about].advice],
    });

/** Tells staff of a refund that did not arrive: nobody else sees to it. */
export const refundFailed =
  (order: Order, { id, amount, paymentReference, failure }: Refund): StaffMail =>
  (to) =>
    layOutMail({
      id: to.id,
      to: to.email,
      subject: `Order ${order.number}: refund failed`,
      opening: 'A refund did not arrive. The money is owed again, and is not sent again by itself.',
      heading: `Order ${order.number}`,
      rows: [
        { label: 'Amount', value: inWords(amount) },
        { label: 'Buyer', value: order.email },
        ...(paymentReference === undefined ? [] : [{ label: 'Payment', value: paymentReference }]),
        { label: 'Refund', value: id },
        ...(failure === undefined ? [] : [{ label: 'Why', value: failure }]),
      ],
      paragraphs: [
        'Find out with the payment provider why, and refund the order again or pay the buyer in another way.',
      ],
    });

/** As many as one looks through in a mail. */
const listed = 20;

/** Tells staff of what the shop and its payment provider do not agree on, and reconciliation could not mend. */
export const differencesFound =
  ({ id, from, to, counts, differences }: Reconciliation): StaffMail =>
  (staff) =>
    layOutMail({
      id: staff.id,
      to: staff.email,
      subject: `Payments differ from the provider’s: ${counts.differences}`,
      opening: 'The shop and its payment provider do not agree on what is listed here. Somebody has to look at it.',
      heading: `Reconciliation ${id}`,
      rows: [
        { label: 'From', value: from },
        { label: 'To', value: to },
        { label: 'Differences', value: String(counts.differences) },
        ...differences.slice(0, listed).map(({ type, reference }) => ({ label: type, value: reference })),
      ],
      paragraphs: ['All that is known of each is kept with the reconciliation.'],
    });
