import type { Order } from '@cartwright/domain';
import type { Mail } from '../ports/mailer.js';
import { inWords, layOutMail } from './lay-out-mail.js';

/** A file that the order's buyer can download by `url`. */
export type MailedDownload = { readonly name: string; readonly url: string };

/**
 * The mail that tells a buyer that their order is paid, with the links to what they can download. The invoice has no link:
 * it is handed to the order's owner alone, and whoever gets the mail passed on is not that.
 */
export function paymentReceived(id: string, order: Order, downloads: readonly MailedDownload[]): Mail {
  const { number, pricing } = order;
  const isFree = pricing.total.amount === 0;
  return layOutMail({
    id,
    to: order.email,
    subject: `Your order ${number} is paid`,
    opening: isFree ? 'There is nothing to pay for your order.' : 'Thank you, we have received your payment.',
    heading: `Order ${number}`,
    rows: [{ label: isFree ? 'Total' : 'Paid', value: inWords(pricing.total) }],
    paragraphs: [
      ...(pricing.lines.some(({ digital }) => !digital) ? ['We write again when your parcel is on its way.'] : []),
      'The invoice is kept with your order, as a PDF.',
      ...(downloads.length === 0 ? [] : ['What you can download; these links hold for a week, newer ones are kept with your order.']),
    ],
    links: downloads.map(({ name, url }) => ({ label: `Download ${name}`, url })),
  });
}
