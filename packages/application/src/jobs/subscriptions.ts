import type { OutboxEvent } from '../ports/outbox.js';
import type { Job } from './jobs.js';

/** Which jobs follow from an event. A job's id is the event's and the job's name, so that relaying twice makes one job. */
export function jobsFor({ id, event }: OutboxEvent): readonly Job[] {
  switch (event.type) {
    case 'order.placed':
      return [{ id: `${id}.send-order-confirmation`, name: 'send-order-confirmation', payload: { orderId: event.orderId } }];
    case 'order.refund-due':
      return [{ id: `${id}.request-due-refunds`, name: 'request-due-refunds', payload: { orderId: event.orderId } }];
    case 'order.refund-requested':
      return [{ id: `${id}.send-refund`, name: 'send-refund', payload: { orderId: event.orderId, refundId: event.refundId } }];
    case 'order.paid':
    case 'order.cancelled':
      return [{ id: `${id}.end-payments`, name: 'end-payments', payload: { orderId: event.orderId } }];
    case 'catalogue.import-requested':
      return [{ id: `${id}.import-products`, name: 'import-products', payload: { importId: event.importId } }];
    case 'payments.sandbox-event-raised':
      return [{ id: `${id}.handle-sandbox-event`, name: 'handle-sandbox-event', payload: { eventId: event.eventId } }];
    case 'order.payment-failed':
    case 'order.units-cancelled':
    case 'order.units-waived':
    case 'order.parcel-shipped':
    case 'order.shipped':
    case 'order.parcel-delivered':
    case 'order.delivered':
    case 'order.return-requested':
    case 'order.units-returned':
    case 'order.refunded':
    case 'order.refund-failed':
    case 'order.disputed':
    case 'order.dispute-won':
    case 'order.dispute-lost':
      return [];
  }
}
