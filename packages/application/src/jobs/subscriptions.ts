import type { OrderNotification, StaffNotification } from '../mail/order-notification.js';
import type { OutboxEvent } from '../ports/repositories/outbox.js';
import type { Job } from './jobs.js';

/** Which jobs follow from an event. A job's id is the event's and the job's name, so that relaying twice makes one job. */
export function jobsFor({ id, event }: OutboxEvent): readonly Job[] {
  switch (event.type) {
    case 'order.placed':
      return [
        { id: `${id}.send-order-confirmation`, name: 'send-order-confirmation', payload: { orderId: event.orderId } },
      ];
    case 'order.paid':
    case 'order.cancelled':
      return [
        { id: `${id}.end-payments`, name: 'end-payments', payload: { orderId: event.orderId } },
        orderMail(id, event.orderId, { about: event.type }),
      ];
    case 'order.units-cancelled':
      return [orderMail(id, event.orderId, { about: event.type, at: event.at })];
    case 'order.parcel-shipped':
    case 'order.parcel-delivered':
      return [orderMail(id, event.orderId, { about: event.type, shipmentId: event.shipmentId })];
    case 'order.return-requested':
    case 'order.units-returned':
      return [orderMail(id, event.orderId, { about: event.type, returnId: event.returnId })];
    case 'order.refund-due':
    case 'payments.refund-forgotten':
      return [{ id: `${id}.request-due-refunds`, name: 'request-due-refunds', payload: { orderId: event.orderId } }];
    case 'order.refund-requested':
      return [
        { id: `${id}.send-refund`, name: 'send-refund', payload: { orderId: event.orderId, refundId: event.refundId } },
        orderMail(id, event.orderId, { about: event.type, refundId: event.refundId }),
      ];
    case 'payments.refund-overdue':
      return [
        { id: `${id}.send-refund`, name: 'send-refund', payload: { orderId: event.orderId, refundId: event.refundId } },
      ];
    case 'order.refunded':
      return [orderMail(id, event.orderId, { about: event.type, refundId: event.refundId })];
    case 'order.refund-failed':
      return [staffMail(id, { about: event.type, orderId: event.orderId, refundId: event.refundId })];
    case 'order.disputed':
    case 'order.dispute-won':
    case 'order.dispute-lost':
      return [staffMail(id, { about: event.type, orderId: event.orderId, disputeId: event.disputeId })];
    case 'catalogue.import-requested':
      return [{ id: `${id}.import-products`, name: 'import-products', payload: { importId: event.importId } }];
    case 'payments.sandbox-event-raised':
      return [{ id: `${id}.handle-sandbox-event`, name: 'handle-sandbox-event', payload: { eventId: event.eventId } }];
    case 'payments.differences-found':
      return [staffMail(id, { about: event.type, reconciliationId: event.reconciliationId })];
    case 'payments.reconciliation-requested':
      return [
        {
          id: `${id}.reconcile-payments`,
          name: 'reconcile-payments',
          payload: { reconciliationId: event.reconciliationId },
        },
      ];
    case 'jobs.expiry-requested':
      return [{ id: `${id}.expire-orders`, name: 'expire-orders', payload: { at: event.at } }];
    // A refused payment is told where it was tried; if it stays at that, the order's cancellation is told.
    case 'order.payment-failed':
    // What customers keep for nothing is told by the refund of it.
    case 'order.units-waived':
    // Each parcel is told of by itself.
    case 'order.shipped':
    case 'order.delivered':
      return [];
  }
}

const orderMail = (id: string, orderId: string, news: OrderNotification): Job => ({
  id: `${id}.send-order-mail`,
  name: 'send-order-mail',
  payload: { orderId, ...news },
});

const staffMail = (id: string, news: StaffNotification): Job => ({
  id: `${id}.send-staff-mail`,
  name: 'send-staff-mail',
  payload: news,
});
