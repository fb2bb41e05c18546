import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { OrderNotification, StaffNotification } from '../mail/order-notification.js';

/** Every job there is, by name, with its payload: ids and instants only. */
export type JobPayloads = {
  readonly 'send-order-confirmation': { readonly orderId: string };
  readonly 'send-order-mail': OrderNotification & { readonly orderId: string };
  readonly 'send-staff-mail': StaffNotification;
  readonly 'request-due-refunds': { readonly orderId: string };
  readonly 'send-refund': { readonly orderId: string; readonly refundId: string };
  readonly 'end-payments': { readonly orderId: string };
  readonly 'import-products': { readonly importId: string };
  readonly 'handle-sandbox-event': { readonly eventId: string };
  readonly 'expire-orders': Tick;
  /** Of a night, or one that was asked for. */
  readonly 'reconcile-payments': Tick | { readonly reconciliationId: string };
};
export type JobName = keyof JobPayloads;

/** What a job is told that the clock starts: when it was due. */
export type Tick = { readonly at: Instant };
/** Jobs that the clock can start. */
export type ScheduledJobName = { [Name in JobName]: Tick extends JobPayloads[Name] ? Name : never }[JobName];

/** One piece of work; `id` derives from the event that caused it, so that a repeat can be told. */
export type Job = {
  [Name in JobName]: { readonly id: string; readonly name: Name; readonly payload: JobPayloads[Name] };
}[JobName];

/** The work cannot be done now; trying again may help. */
export type JobOutage = { readonly type: 'job.outage'; readonly reason: string };
/** The work will never be done; the job is complete, with the reason in the log. */
export type JobRefusal = { readonly type: 'job.refused'; readonly reason: string };

/** Does a job. It may run more than once, so a repeat must change nothing further. */
export type JobHandler<Name extends JobName> = (
  job: Extract<Job, { readonly name: Name }>,
) => ResultAsync<void, JobOutage | JobRefusal>;

/** One handler a job: a new job does not compile until it has one. */
export type JobHandlers = { readonly [Name in JobName]: JobHandler<Name> };
