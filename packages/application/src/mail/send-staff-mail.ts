import type { Order } from '@cartwright/domain';
import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import { rolesWith, type Permission } from '../identity/permissions.js';
import type { MailReferenceNotFound, StaffNotification } from './order-notification.js';
import { sendOnce, type SendOnceDeps, type SendOnceError } from './send-once.js';
import { differencesFound, disputeNews, refundFailed, type StaffMail } from './staff-notification.js';
import type { ReadRepositories } from '../ports/repositories/unit-of-work.js';
import type { User } from '../ports/repositories/user-records.js';
import type { ReconciliationNotFound } from '../reconciling/view-reconciliation.js';
import type { OrderNotFound } from '../ordering/authorize-order.js';

export type SendStaffMailCommand = StaffNotification & {
  /** Of the job, derived from the event; each mail's id begins with it. */
  readonly messageId: string;
};
/** Nobody has an account that may read what it is about. */
export type NoRecipient = { readonly type: 'mail.no-recipient' };
export type SendStaffMailError =
  OrderNotFound | ReconciliationNotFound | MailReferenceNotFound | NoRecipient | SendOnceError;
/**
 * Mails everybody who may read the order, or the reconciliation, what needs a human eye, each of them once for each event. An address that is refused
 * keeps nobody else from theirs.
 */
export type SendStaffMail = (command: SendStaffMailCommand) => ResultAsync<void, SendStaffMailError>;

const handler = 'send-staff-mail';

export const makeSendStaffMail =
  (deps: SendOnceDeps): SendStaffMail =>
  (command) =>
    deps.unitOfWork
      .read((repositories) =>
        compose(repositories, command).andThen((mail) =>
          repositories.users.withRoles(rolesWith(neededFor(command))).map((staff) => ({ mail, staff })),
        ),
      )
      .andThen(({ mail, staff }): ResultAsync<void, SendStaffMailError> => {
        if (staff.length === 0) return errAsync({ type: 'mail.no-recipient' });
        return tellEach(deps, command.messageId, mail, staff);
      });

const neededFor = ({ about }: StaffNotification): Permission =>
  about === 'payments.differences-found' ? 'reconciliations.read' : 'orders.read';

function compose(
  { orders, reconciliations }: ReadRepositories,
  news: StaffNotification,
): ResultAsync<StaffMail, OrderNotFound | MailReferenceNotFound | ReconciliationNotFound> {
  if (news.about === 'payments.differences-found') {
    const { reconciliationId } = news;
    return reconciliations
      .find(reconciliationId)
      .andThen((found) =>
        found === undefined
          ? errAsync({ type: 'reconciliation.not-found', reconciliationId } as const)
          : okAsync(found),
      )
      .map(differencesFound);
  }
  const { orderId } = news;
  return orders
    .find(orderId)
    .andThen((stored): ResultAsync<StaffMail, OrderNotFound | MailReferenceNotFound> =>
      stored === undefined ? errAsync({ type: 'order.not-found', orderId }) : composeOfOrder(stored.order, news),
    );
}

type OrderStaffNews = Exclude<StaffNotification, { readonly about: 'payments.differences-found' }>;

function composeOfOrder(order: Order, news: OrderStaffNews): ResultAsync<StaffMail, MailReferenceNotFound> {
  const known = <T>(fact: T | undefined): ResultAsync<T, MailReferenceNotFound> =>
    fact === undefined
      ? errAsync({ type: 'mail.reference-not-found', orderId: order.id, about: news.about })
      : okAsync(fact);
  switch (news.about) {
    case 'order.disputed':
    case 'order.dispute-won':
    case 'order.dispute-lost':
      return known(order.disputes.find(({ id }) => id === news.disputeId)).map((dispute) =>
        disputeNews(news.about, order, dispute),
      );
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
    .mapErr(
      (errors) =>
        errors.find(({ type }) => type !== 'mail.refused') ?? errors[0] ?? { type: 'mail.refused', reason: '' },
    );
