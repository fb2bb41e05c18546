import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { orderConfirmation } from '../mail/order-confirmation.js';
import type { Clock } from '../ports/clock.js';
import type { MailUnavailable, StorageUnavailable } from '../ports/failures.js';
import type { Mailer, MailRefused } from '../ports/mailer.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import type { OrderNotFound } from './reach-order.js';

export type SendOrderConfirmationCommand = {
  readonly orderId: string;
  /** Of the job, derived from the event: the mail's own id too, so that a repeat can be told. */
  readonly messageId: string;
};
export type SendOrderConfirmationError = OrderNotFound | MailRefused | MailUnavailable | StorageUnavailable;
/** Mails the buyer what they ordered, once: looks whether it was done, sends, notes that it is done. */
export type SendOrderConfirmation = (
  command: SendOrderConfirmationCommand,
) => ResultAsync<void, SendOrderConfirmationError>;

const handler = 'send-order-confirmation';

export const makeSendOrderConfirmation =
  (deps: { readonly unitOfWork: UnitOfWork; readonly mailer: Mailer; readonly clock: Clock }): SendOrderConfirmation =>
  ({ orderId, messageId }) =>
    deps.unitOfWork
      .read(({ inbox, orders }) =>
        inbox.seen(messageId, handler).andThen((seen) => (seen ? okAsync('sent' as const) : orders.find(orderId))),
      )
      .andThen((found): ResultAsync<void, SendOrderConfirmationError> => {
        if (found === 'sent') return okAsync(undefined);
        if (found === undefined) return errAsync({ type: 'order.not-found', orderId });
        return deps.mailer
          .send(orderConfirmation(messageId, found.order))
          .andThen(() => deps.unitOfWork.run(({ inbox }) => inbox.accept(messageId, handler, deps.clock.now())))
          .map(() => undefined);
      });
