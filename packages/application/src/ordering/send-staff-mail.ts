import type { Order } from '@cartwright/domain';
import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import { rolesWith } from '../identity/permissions.js';
import type { NewsNotFound, StaffNews } from '../mail/order-news.js';
import { sendOnce, type SendOnceDeps, type SendOnceError } from '../mail/send-once.js';
import { disputeNews, refundFailed, type StaffMail } from '../mail/staff-news.js';
import type { User } from '../ports/user-records.js';
import type { OrderNotFound } from './reach-order.js';

export type SendStaffMailCommand = StaffNews & {
  readonly orderId: string;
  /** Of the job, derived from the event; each mail's id begins with it. */
  readonly messageId: string;
};
/** Nobody has an account that may read orders. */
export type NobodyToTell = { readonly type: 'mail.nobody-to-tell' };
export type SendStaffMailError = OrderNotFound | NewsNotFound | NobodyToTell | SendOnceError;
/**
 * Mails everybody who may read orders what needs a human eye, each of them once for each event. An address that is refused
 * keeps nobody else from theirs.
 */
export type SendStaffMail = (command: SendStaffMailCommand) => ResultAsync<void, SendStaffMailError>;

const handler = 'send-staff-mail';

export const makeSendStaffMail =
  (deps: SendOnceDeps): SendStaffMail =>
  (command) =>
    deps.unitOfWork
      .read(({ orders, users }) =>
        orders
          .find(command.orderId)
          .andThen(
            (stored): ResultAsync<StaffMail, OrderNotFound | NewsNotFound> =>
              stored === undefined
                ? errAsync({ type: 'order.not-found', orderId: command.orderId })
                : compose(stored.order, command),
          )
          .andThen((mail) => users.withRoles(rolesWith('orders.read')).map((staff) => ({ mail, staff }))),
      )
      .andThen(({ mail, staff }): ResultAsync<void, SendStaffMailError> => {
        if (staff.length === 0) return errAsync({ type: 'mail.nobody-to-tell' });
        return tellEach(deps, command.messageId, mail, staff);
      });

function compose(order: Order, news: StaffNews): ResultAsync<StaffMail, NewsNotFound> {
  const known = <T>(fact: T | undefined): ResultAsync<T, NewsNotFound> =>
    fact === undefined ? errAsync({ type: 'mail.news-not-found', orderId: order.id, about: news.about }) : okAsync(fact);
  switch (news.about) {
    case 'order.disputed':
    case 'order.dispute-won':
    case 'order.dispute-lost':
      return known(order.disputes.find(({ id }) => id === news.disputeId)).map((dispute) => disputeNews(news.about, order, dispute));
    case 'order.refund-failed':
      return known(order.refunds.find(({ id }) => id === news.refundId)).map((refund) => refundFailed(order, refund));
  }
}

const tellEach = (
  deps: SendOnceDeps,
  jobId: string,
  mail: StaffMail,
  staff: readonly User[],
): ResultAsync<void, SendOnceError> =>
  ResultAsync.combineWithAllErrors(
    staff.map(({ id, email }) => {
      const messageId = `${jobId}.${id}`;
      return sendOnce(deps, { messageId, handler }, () => okAsync(mail({ id: messageId, email })));
    }),
  )
    .map(() => undefined)
    // What may go out later is worth another try, whatever was refused for good beside it.
    .mapErr((errors) => errors.find(({ type }) => type !== 'mail.refused') ?? errors[0] ?? { type: 'mail.refused', reason: '' });
