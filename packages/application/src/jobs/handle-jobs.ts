import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { ImportProducts, ImportProductsError } from '../catalogue/import-products.js';
import type { ExpireUnpaidOrders } from '../ordering/expire-unpaid-orders.js';
import type { SendOrderConfirmation, SendOrderConfirmationError } from '../mail/send-order-confirmation.js';
import type { SendOrderMail, SendOrderMailError } from '../mail/send-order-mail.js';
import type { SendStaffMail, SendStaffMailError } from '../mail/send-staff-mail.js';
import type { EndPayments, EndPaymentsError } from '../paying/end-payments.js';
import type { HandleProviderEvent, HandleProviderEventError } from '../paying/handle-provider-event.js';
import type { ProviderEvent } from '../paying/provider-event.js';
import type { RequestDueRefunds, RequestDueRefundsError } from '../paying/request-due-refunds.js';
import type { SendRefund, SendRefundError } from '../paying/send-refund.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { BeginNightlyReconciliation } from '../reconciling/begin-nightly-reconciliation.js';
import type { ReconcilePayments, ReconcilePaymentsError } from '../reconciling/reconcile-payments.js';
import type { JobHandlers, JobOutage, JobRefusal } from './jobs.js';

type JobHandlersDeps = {
  readonly sendOrderConfirmation: SendOrderConfirmation;
  readonly sendOrderMail: SendOrderMail;
  readonly sendStaffMail: SendStaffMail;
  readonly requestDueRefunds: RequestDueRefunds;
  readonly sendRefund: SendRefund;
  readonly endPayments: EndPayments;
  readonly importProducts: ImportProducts;
  readonly handleProviderEvent: HandleProviderEvent;
  readonly expireUnpaidOrders: ExpireUnpaidOrders;
  readonly beginNightlyReconciliation: BeginNightlyReconciliation;
  readonly reconcilePayments: ReconcilePayments;
  /** What the sandbox provider raised; absent events were never committed. */
  readonly findSandboxEvent: (eventId: string) => ResultAsync<ProviderEvent | undefined, StorageUnavailable>;
};

/** Which use case each job runs, and whether its errors are worth another try. */
export const makeJobHandlers = (deps: JobHandlersDeps): JobHandlers => ({
  'send-order-confirmation': ({ id, payload }) =>
    deps.sendOrderConfirmation({ orderId: payload.orderId, messageId: id }).mapErr(outageOrRefusal),
  'send-order-mail': ({ id, payload }) => deps.sendOrderMail({ ...payload, messageId: id }).mapErr(outageOrRefusal),
  'send-staff-mail': ({ id, payload }) => deps.sendStaffMail({ ...payload, messageId: id }).mapErr(outageOrRefusal),
  'request-due-refunds': ({ payload }) => deps.requestDueRefunds(payload).mapErr(outageOrRefusal),
  'send-refund': ({ payload }) => deps.sendRefund(payload).mapErr(outageOrRefusal),
  'end-payments': ({ payload }) => deps.endPayments(payload).mapErr(outageOrRefusal),
  'import-products': ({ payload }) => deps.importProducts(payload).mapErr(outageOrRefusal),
  'handle-sandbox-event': ({ payload }) =>
    deps
      .findSandboxEvent(payload.eventId)
      .andThen((event) =>
        event === undefined
          ? errAsync({ type: 'sandbox.event-not-found', eventId: payload.eventId } as const)
          : okAsync(event),
      )
      .andThen(deps.handleProviderEvent)
      .map(() => undefined)
      .mapErr(outageOrRefusal),
  // The next minute's run is its next try: tries of its own would only pile up beside that one.
  'expire-orders': () =>
    deps
      .expireUnpaidOrders()
      .map(() => undefined)
      .mapErr(({ type }) => ({ type: 'job.refused', reason: type })),
  'reconcile-payments': ({ payload }) =>
    ('at' in payload ? deps.beginNightlyReconciliation(payload) : okAsync(payload))
      .andThen(({ reconciliationId }) => deps.reconcilePayments({ reconciliationId }))
      .mapErr(outageOrRefusal),
});

type SandboxEventNotFound = { readonly type: 'sandbox.event-not-found'; readonly eventId: string };
type JobError =
  | SendOrderConfirmationError
  | SendOrderMailError
  | SendStaffMailError
  | RequestDueRefundsError
  | SendRefundError
  | EndPaymentsError
  | ImportProductsError
  | HandleProviderEventError
  | ReconcilePaymentsError
  | SandboxEventNotFound;

/** Whether trying again may help. A new error does not compile until it is decided. */
const verdicts = {
  'storage.unavailable': 'outage',
  'payments.unavailable': 'outage',
  'mail.unavailable': 'outage',
  'mail.refused': 'refusal',
  'mail.reference-not-found': 'refusal',
  'mail.no-recipient': 'refusal',
  'import.not-found': 'refusal',
  'order.not-found': 'refusal',
  'order.not-refundable': 'refusal',
  'payment.refused': 'refusal',
  'order.not-disputable': 'refusal',
  'dispute.already-settled': 'refusal',
  'dispute.amount-changed': 'refusal',
  'dispute.amount-not-positive': 'refusal',
  'dispute.payment-not-found': 'refusal',
  'payment.not-ours': 'refusal',
  'payment.amount-changed': 'refusal',
  'payment.amount-not-positive': 'refusal',
  'refund.not-found': 'refusal',
  'refund.not-pending': 'refusal',
  'refund.amount-changed': 'refusal',
  'refund.amount-not-positive': 'refusal',
  'refund.exceeds-captured': 'refusal',
  'money.currency-mismatch': 'refusal',
  'money.not-an-integer': 'refusal',
  'money.out-of-range': 'refusal',
  'reconciliation.not-found': 'refusal',
  'sandbox.event-not-found': 'refusal',
} as const satisfies Record<JobError['type'], 'outage' | 'refusal'>;

const outageOrRefusal = (error: JobError): JobOutage | JobRefusal =>
  verdicts[error.type] === 'outage'
    ? { type: 'job.outage', reason: error.type }
    : { type: 'job.refused', reason: JSON.stringify(error) };
