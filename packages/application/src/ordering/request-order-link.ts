import { okAsync, type ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Mailboxes } from '../ports/mailboxes.js';
import type { RateLimiter } from '../ports/rate-limiter.js';
import type { NumberedOrder } from '../ports/repositories/order-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

/**
 * Mails a link to an order to its buyer, if the number and the e-mail are those of one order. The result does not tell
 * whether they are, and takes as long: the same rows are read and written, and only the mail finds out.
 */
export type RequestOrderLink = (command: {
  readonly number: string;
  readonly email: string;
}) => ResultAsync<void, StorageUnavailable>;

export const makeRequestOrderLink =
  ({
    unitOfWork,
    rateLimiter,
    mailboxes,
    clock,
  }: {
    readonly unitOfWork: UnitOfWork;
    readonly rateLimiter: RateLimiter;
    readonly mailboxes: Mailboxes;
    readonly clock: Clock;
  }): RequestOrderLink =>
  ({ number, email }) => {
    const recipient = mailboxes.of(email);
    return unitOfWork
      .read(({ orders }) => orders.withNumber(number.trim().toUpperCase()))
      .map((order) => (order !== undefined && mailboxes.of(order.email) === recipient ? order : undefined))
      .andThen((order) => admit(rateLimiter, recipient, order).map((isAdmitted) => ({ order, isAdmitted })))
      .andThen(({ order, isAdmitted }) => {
        // Past the limit the same event is stored, without an order: nobody gets a mail.
        const event = {
          type: 'ordering.link-requested',
          ...(order === undefined || !isAdmitted ? {} : { orderId: order.id }),
          at: clock.now(),
        } as const;
        return unitOfWork.run(({ outbox }) => outbox.add([event]));
      });
  };

/** Look-ups that lead to no mail are counted apart: nobody can use up the mails of somebody else with wrong numbers. */
const admit = (
  rateLimiter: RateLimiter,
  recipient: string,
  order: NumberedOrder | undefined,
): ResultAsync<boolean, never> =>
  rateLimiter
    .consume('mail-by-recipient', order === undefined ? `nobody:${recipient}` : recipient)
    .map(() => true)
    .orElse(() => okAsync(false));
