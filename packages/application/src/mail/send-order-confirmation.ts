import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { orderConfirmation } from './order-confirmation.js';
import { sendOnce, type SendOnceDeps, type SendOnceError } from './send-once.js';
import type { Mail } from '../ports/mailer.js';
import type { OrderNotFound } from '../ordering/authorize-order.js';

export type SendOrderConfirmationCommand = {
  readonly orderId: string;
  /** Of the job, derived from the event: the mail's own id too, so that a repeat can be told. */
  readonly messageId: string;
};
export type SendOrderConfirmationError = OrderNotFound | SendOnceError;
/** Mails the buyer what they ordered, once. */
export type SendOrderConfirmation = (
  command: SendOrderConfirmationCommand,
) => ResultAsync<void, SendOrderConfirmationError>;

const handler = 'send-order-confirmation';

export const makeSendOrderConfirmation =
  (deps: SendOnceDeps): SendOrderConfirmation =>
  ({ orderId, messageId }) =>
    sendOnce(deps, { messageId, handler }, ({ orders }) =>
      orders
        .find(orderId)
        .andThen((found): ResultAsync<Mail, OrderNotFound> =>
          found === undefined
            ? errAsync({ type: 'order.not-found', orderId })
            : okAsync(orderConfirmation(messageId, found.order)),
        ),
    );
