import { ResultAsync } from 'neverthrow';
import { linkedDownloads } from '../../downloads/linked-downloads.js';
import { orderMail } from '../mail-definition.js';
import { picturesOf } from '../order-pictures.js';
import { orderSummary } from '../order-summary.js';

/** A week, in milliseconds: mails are read late. */
const linksValidForMs = 7 * 24 * 60 * 60_000;

/** Confirms to a buyer that their order is paid, with links to the invoice and the downloads. */
export const paymentReceived = orderMail({
  on: ['order.paid'],
  to: 'buyer',
  texts: {
    en: {
      subject: 'Your order {number} is paid',
      opening: 'Thank you. We have received your payment.',
      openingFree: 'There is nothing to pay for your order.',
      parcel: 'We will email you when your parcel is on its way.',
      links: 'The link to your invoice is valid for one week. After that you can find the invoice with your order.',
      linksOfFiles:
        'The links to your invoice and downloads are valid for one week. After that you can find them with your order.',
      invoice: 'Invoice (PDF)',
      download: 'Download {name}',
    },
    de: {
      subject: 'Ihre Bestellung {number} ist bezahlt',
      opening: 'Vielen Dank. Ihre Zahlung ist bei uns eingegangen.',
      openingFree: 'Für Ihre Bestellung ist nichts zu bezahlen.',
      parcel: 'Wir schreiben Ihnen, sobald Ihr Paket unterwegs ist.',
      links: 'Der Link zu Ihrer Rechnung gilt eine Woche. Danach finden Sie die Rechnung bei Ihrer Bestellung.',
      linksOfFiles:
        'Die Links zu Ihrer Rechnung und Ihren Dateien gelten eine Woche. Danach finden Sie sie bei Ihrer Bestellung.',
      invoice: 'Rechnung (PDF)',
      download: '{name} herunterladen',
    },
  },
  find: (order, _event, context) =>
    ResultAsync.combine([
      linkedDownloads(order, context.repositories, context.downloadLinks, linksValidForMs),
      picturesOf(order, context),
    ]).map(([downloads, pictures]) => ({
      downloads,
      pictures,
      invoiceUrl: context.invoiceLinks.sign(order.id, linksValidForMs).url,
    })),
  write: (order, { downloads, pictures, invoiceUrl }, _event, language) => {
    const { say, shared } = language;
    const { number, pricing } = order;
    return {
      subject: say('subject', { number }),
      opening: say(pricing.total.amount === 0 ? 'openingFree' : 'opening'),
      heading: shared('order', { number }),
      ...orderSummary(order, language, pictures),
      paragraphs: [
        ...(pricing.lines.some(({ digital }) => !digital) ? [say('parcel')] : []),
        say(downloads.length === 0 ? 'links' : 'linksOfFiles'),
      ],
      links: [
        { label: say('invoice'), url: invoiceUrl },
        ...downloads.map(({ name, url }) => ({ label: say('download', { name }), url })),
      ],
    };
  },
});
