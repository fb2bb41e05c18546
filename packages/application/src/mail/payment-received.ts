import type { Order } from '@cartwright/domain';
import type { Mail } from '../ports/mailer.js';
import { inWords, layOutMail } from './lay-out-mail.js';

/** A file that the order's buyer can download by `url`. */
export type MailedDownload = { readonly name: string; readonly url: string };
/** Links that hold for a week: to the order's invoice, and to what can be downloaded of it. */
export type MailedLinks = { readonly invoiceUrl: string; readonly downloads: readonly MailedDownload[] };

/** The mail that tells a buyer that their order is paid, with the links to its invoice and to what they can download. */
export function paymentReceived(id: string, order: Order, { invoiceUrl, downloads }: MailedLinks): Mail {
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
      downloads.length === 0
        ? 'The link to your invoice holds for a week; later you find it with your order.'
        : 'The links to your invoice and to what you have bought hold for a week; later you find them with your order.',
    ],
    links: [
      { label: 'Invoice (PDF)', url: invoiceUrl },
      ...downloads.map(({ name, url }) => ({ label: `Download ${name}`, url })),
    ],
  });
}
