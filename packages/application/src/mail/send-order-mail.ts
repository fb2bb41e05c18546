import type { Order } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { digitalPurchasesOf } from '../downloads/digital-purchase.js';
import type { DownloadLinks } from '../downloads/download-link.js';
import type { InvoiceLinks } from '../invoicing/invoice-link.js';
import { orderCancelled } from './order-cancelled.js';
import type { MailReferenceNotFound, OrderNotification } from './order-notification.js';
import { parcelDelivered } from './parcel-delivered.js';
import { parcelShipped } from './parcel-shipped.js';
import { paymentReceived, type MailedDownload } from './payment-received.js';
import { latePaymentGoesBack, moneySentBack } from './refund-notification.js';
import { returnAnnounced } from './return-announced.js';
import { returnReceived } from './return-received.js';
import { sendOnce, type SendOnceDeps, type SendOnceError } from './send-once.js';
import { unitsCancelled } from './units-cancelled.js';
import type { Mail } from '../ports/mailer.js';
import type { ReadRepositories } from '../ports/repositories/unit-of-work.js';
import type { OrderNotFound } from '../ordering/authorize-order.js';

export type SendOrderMailCommand = OrderNotification & {
  readonly orderId: string;
  /** Of the job, derived from the event: the mail's own id too, so that a repeat can be told. */
  readonly messageId: string;
};
export type SendOrderMailError = OrderNotFound | MailReferenceNotFound | SendOnceError;
/** Mails the buyer what has become of their order, once for each event. */
export type SendOrderMail = (command: SendOrderMailCommand) => ResultAsync<void, SendOrderMailError>;

type Links = { readonly downloadLinks: DownloadLinks; readonly invoiceLinks: InvoiceLinks };

const handler = 'send-order-mail';
/** A week, in milliseconds: mails are read late. */
const mailedLinksHoldMs = 7 * 24 * 60 * 60_000;

export const makeSendOrderMail =
  (deps: SendOnceDeps & Links): SendOrderMail =>
  (command) =>
    sendOnce(deps, { messageId: command.messageId, handler }, (repositories) =>
      repositories.orders
        .find(command.orderId)
        .andThen((stored): ResultAsync<Mail | undefined, OrderNotFound | MailReferenceNotFound> =>
          stored === undefined
            ? errAsync({ type: 'order.not-found', orderId: command.orderId })
            : compose(deps, repositories, stored.order, command),
        ),
    );

function compose(
  { downloadLinks, invoiceLinks }: Links,
  repositories: ReadRepositories,
  order: Order,
  command: SendOrderMailCommand,
): ResultAsync<Mail | undefined, MailReferenceNotFound> {
  const { messageId: id, about } = command;
  const known = <T>(fact: T | undefined): ResultAsync<T, MailReferenceNotFound> =>
    fact === undefined ? errAsync({ type: 'mail.reference-not-found', orderId: order.id, about }) : okAsync(fact);
  switch (command.about) {
    case 'order.paid':
      return downloadsOf(downloadLinks, repositories, order).map((downloads) =>
        paymentReceived(id, order, { downloads, invoiceUrl: invoiceLinks.sign(order.id, mailedLinksHoldMs).url }),
      );
    case 'order.cancelled':
      return known(order.cancellation).map((cancellation) => orderCancelled(id, order, cancellation));
    case 'order.units-cancelled':
      // With its last unit the order was cancelled as a whole, which has a mail of its own.
      if (order.cancellation?.at === command.at) return okAsync(undefined);
      return known(order.unitCancellations.find(({ at }) => at === command.at)).map((units) =>
        unitsCancelled(id, order, units),
      );
    case 'order.parcel-shipped':
      return known(order.shipments.find((parcel) => parcel.id === command.shipmentId)).map((parcel) =>
        parcelShipped(id, order, parcel),
      );
    case 'order.parcel-delivered':
      return known(order.shipments.find((parcel) => parcel.id === command.shipmentId)).map((parcel) =>
        parcelDelivered(id, order, parcel),
      );
    case 'order.return-requested':
      return repositories.returns
        .find(command.returnId)
        .andThen((request) => known(request?.orderId === order.id ? request : undefined))
        .map((request) => returnAnnounced(id, order, request));
    case 'order.units-returned':
      return known(order.returns.find((units) => units.id === command.returnId)).map((units) =>
        returnReceived(id, order, units),
      );
    case 'order.refund-requested':
      return known(order.refunds.find((refund) => refund.id === command.refundId)).map((refund) =>
        latePaymentGoesBack(id, order, refund),
      );
    case 'order.refunded':
      return known(order.refunds.find((refund) => refund.id === command.refundId)).map((refund) =>
        moneySentBack(id, order, refund),
      );
  }
}

/** What can be downloaded of an order now: purchases without a file are left to the order's own list. */
function downloadsOf(
  downloadLinks: DownloadLinks,
  { digitalFiles }: ReadRepositories,
  order: Order,
): ResultAsync<readonly MailedDownload[], never> {
  const purchases = digitalPurchasesOf(order);
  if (purchases.length === 0) return okAsync([]);
  return digitalFiles
    .among(purchases.map(({ variantId }) => variantId))
    .map((files) =>
      purchases
        .filter(({ variantId }) => files.some((file) => file.variantId === variantId))
        .map((purchase) => ({ name: purchase.name, url: downloadLinks.sign(purchase, mailedLinksHoldMs).url })),
    );
}
