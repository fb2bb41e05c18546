import type { Order } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import { digitalPurchasesOf } from '../../downloads/digital-purchase.js';
import { moneyText } from '../lay-out-mail.js';
import { orderMail, type MailContext } from '../mail-definition.js';

/** A week, in milliseconds: mails are read late. */
const linksValidForMs = 7 * 24 * 60 * 60_000;

/** Confirms to a buyer that their order is paid, with links to the invoice and the downloads. */
export const paymentReceived = orderMail({
  on: ['order.paid'],
  to: 'buyer',
  find: (order, _event, context) =>
    downloadsOf(order, context).map((downloads) => ({
      downloads,
      invoiceUrl: context.invoiceLinks.sign(order.id, linksValidForMs).url,
    })),
  write: ({ number, pricing }, { downloads, invoiceUrl }) => {
    const isFree = pricing.total.amount === 0;
    return {
      subject: `Your order ${number} is paid`,
      opening: isFree ? 'There is nothing to pay for your order.' : 'Thank you. We have received your payment.',
      heading: `Order ${number}`,
      rows: [{ label: isFree ? 'Total' : 'Paid', value: moneyText(pricing.total) }],
      paragraphs: [
        ...(pricing.lines.some(({ digital }) => !digital) ? ['We will email you when your parcel is on its way.'] : []),
        downloads.length === 0
          ? 'The link to your invoice is valid for one week. After that you can find the invoice with your order.'
          : 'The links to your invoice and downloads are valid for one week. After that you can find them with your order.',
      ],
      links: [
        { label: 'Invoice (PDF)', url: invoiceUrl },
        ...downloads.map(({ name, url }) => ({ label: `Download ${name}`, url })),
      ],
    };
  },
});

type Download = { readonly name: string; readonly url: string };

/** The purchases that have a file now. The order itself lists the others. */
function downloadsOf(
  order: Order,
  { downloadLinks, repositories }: MailContext,
): ResultAsync<readonly Download[], never> {
  const purchases = digitalPurchasesOf(order);
  if (purchases.length === 0) return okAsync([]);
  return repositories.digitalFiles
    .among(purchases.map(({ variantId }) => variantId))
    .map((files) =>
      purchases
        .filter(({ variantId }) => files.some((file) => file.variantId === variantId))
        .map((purchase) => ({ name: purchase.name, url: downloadLinks.sign(purchase, linksValidForMs).url })),
    );
}
