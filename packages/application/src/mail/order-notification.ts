import type { DisputeId, Instant, RefundId, ReturnId, ShipmentId } from '@cartwright/domain';

/** What a mail tells an order's buyer: the event that it is about, in ids and instants alone. */
export type OrderNotification =
  | { readonly about: 'order.paid' | 'order.cancelled' }
  | { readonly about: 'order.units-cancelled'; readonly at: Instant }
  | { readonly about: 'order.parcel-shipped' | 'order.parcel-delivered'; readonly shipmentId: ShipmentId }
  | { readonly about: 'order.return-requested' | 'order.units-returned'; readonly returnId: ReturnId }
  | { readonly about: 'order.refund-requested' | 'order.refunded'; readonly refundId: RefundId };

/** What a mail tells staff. */
export type StaffNotification =
  | {
      readonly about: 'order.disputed' | 'order.dispute-won' | 'order.dispute-lost';
      readonly orderId: string;
      readonly disputeId: DisputeId;
    }
  | { readonly about: 'order.refund-failed'; readonly orderId: string; readonly refundId: RefundId }
  | { readonly about: 'payments.differences-found'; readonly reconciliationId: string };

/** The order knows nothing of what the mail is about. */
export type MailReferenceNotFound = {
  readonly type: 'mail.reference-not-found';
  readonly orderId: string;
  readonly about: string;
};
