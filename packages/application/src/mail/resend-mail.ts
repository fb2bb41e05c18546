import { capturedAmount, type Order, type OrderId, type OrderStatus } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import { announcedTransfer } from '../paying/by-hand/awaited-transfer.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { EventOf } from '../ports/repositories/outbox.js';
import type { Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { MailedEvent, MailName } from './mails.js';

export type ResendMailCommand = { readonly orderId: OrderId; readonly mail: MailName };
/** Nothing has happened to the order that the mail is about, or the mail is not for buyers. */
export type MailNotFitting = {
  readonly type: 'mail.not-fitting';
  readonly mail: MailName;
  readonly status: OrderStatus;
};
export type ResendMailError = OrderNotFound | MailNotFitting | StorageUnavailable;
/** Sends a mail about an order to its buyer again, about the latest fact of its kind. */
export type ResendMail = (command: ResendMailCommand) => ResultAsync<void, ResendMailError>;

export const makeResendMail =
  ({ unitOfWork, clock }: { readonly unitOfWork: UnitOfWork; readonly clock: Clock }): ResendMail =>
  ({ orderId, mail }) =>
    unitOfWork.run((repositories) =>
      repositories.orders.find(orderId).andThen((stored): ResultAsync<void, OrderNotFound | MailNotFitting> => {
        if (stored === undefined) return errAsync({ type: 'order.not-found', orderId });
        const { order } = stored;
        return eventFor(repositories, order, mail).andThen((event) => {
          if (event === undefined) return errAsync({ type: 'mail.not-fitting', mail, status: order.status } as const);
          return repositories.outbox.add([{ type: 'ordering.mail-requested', orderId, mail, event, at: clock.now() }]);
        });
      }),
    );

type Event = EventOf<MailedEvent>;

/** The event that such a mail of the order would follow from; `undefined` when it has none. */
function eventFor(
  { payments, returns }: Pick<Repositories, 'payments' | 'returns'>,
  order: Order,
  mail: MailName,
): ResultAsync<Event | undefined, never> {
  const { id: orderId } = order;
  switch (mail) {
    case 'transfer-details':
      return payments.ofOrder(orderId).map((attempts): Event | undefined => {
        const transfer = order.status === 'pending' ? announcedTransfer(attempts) : undefined;
        return (
          transfer && { type: 'payments.transfer-requested', orderId, paymentId: transfer.id, at: transfer.createdAt }
        );
      });
    case 'return-announced':
      return returns.ofOrder(orderId).map((requests): Event | undefined => {
        const request = requests.findLast(({ receivedAt }) => receivedAt === undefined);
        return request && { type: 'order.return-requested', orderId, returnId: request.id, at: request.requestedAt };
      });
    default:
      return okAsync(eventOf(order, mail));
  }
}

function eventOf(order: Order, mail: MailName): Event | undefined {
  const { id: orderId, placedAt, paidAt, pricing, cancellation } = order;
  switch (mail) {
    case 'order-confirmation':
      return { type: 'order.placed', orderId, total: pricing.total, at: placedAt };
    case 'order-link':
      return { type: 'ordering.link-requested', orderId, at: placedAt };
    case 'payment-received': {
      const captured = { amount: capturedAmount(order), currency: pricing.currency };
      return paidAt === undefined ? undefined : { type: 'order.paid', orderId, captured, at: paidAt };
    }
    case 'order-cancelled':
      return cancellation && { type: 'order.cancelled', orderId, at: cancellation.at };
    case 'units-cancelled': {
      const last = order.unitCancellations.findLast(({ at }) => at !== cancellation?.at);
      return last && { type: 'order.units-cancelled', orderId, amount: last.amount, at: last.at };
    }
    case 'parcel-shipped': {
      const parcel = order.shipments.at(-1);
      return parcel && { type: 'order.parcel-shipped', orderId, shipmentId: parcel.id, at: parcel.shippedAt };
    }
    case 'parcel-delivered': {
      const parcel = order.shipments.findLast(({ deliveredAt }) => deliveredAt !== undefined);
      const at = parcel?.deliveredAt;
      return parcel && at && { type: 'order.parcel-delivered', orderId, shipmentId: parcel.id, at };
    }
    case 'return-received': {
      const last = order.returns.at(-1);
      return last && { type: 'order.units-returned', orderId, returnId: last.id, amount: last.amount, at: last.at };
    }
    case 'refund-sent': {
      const refund = order.refunds.findLast(({ status }) => status === 'confirmed');
      const at = refund?.settledAt;
      return refund && at && { type: 'order.refunded', orderId, refundId: refund.id, amount: refund.amount, at };
    }
    case 'withdrawal-received': {
      const last = order.withdrawals?.at(-1);
      return last && { type: 'order.withdrawn', orderId, withdrawalId: last.id, refund: last.refund, at: last.at };
    }
    // Mails to staff, to owners of accounts, and about exceptions.
    default:
      return undefined;
  }
}
