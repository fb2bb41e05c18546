import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { EventType } from '../ports/repositories/outbox.js';
import { auditBooks } from './definitions/audit-books.js';
import { backtestPromotion } from './definitions/backtest-promotion.js';
import { checkStockLedger } from './definitions/check-stock-ledger.js';
import { countSales } from './definitions/count-sales.js';
import { endPayments } from './definitions/end-payments.js';
import { eraseCopies } from './definitions/erase-copies.js';
import { expireOrders } from './definitions/expire-orders.js';
import { fetchImage } from './definitions/fetch-image.js';
import { issueDocuments } from './definitions/issue-documents.js';
import { handleExtensionEvent } from './definitions/handle-extension-event.js';
import { handleSandboxEvent } from './definitions/handle-sandbox-event.js';
import { importProducts } from './definitions/import-products.js';
import { mailLowStock } from './definitions/mail-low-stock.js';
import { mailPausedJob } from './definitions/mail-paused-job.js';
import { mirrorProductsToStripe } from './definitions/mirror-products-to-stripe.js';
import { purgeOldData } from './definitions/purge-old-data.js';
import { rebuildReports } from './definitions/rebuild-reports.js';
import { reconcilePayments } from './definitions/reconcile-payments.js';
import { requestDueRefunds } from './definitions/request-due-refunds.js';
import { sendMail } from './definitions/send-mail.js';
import { sendRefund } from './definitions/send-refund.js';
import { writeReportFile } from './definitions/write-report-file.js';
import { retryWithBackoff, type JobDefinition, type Retry, type Tick } from './job-definition.js';

/** All jobs by name. The names are stable: queues and schedules store them. */
export const jobs = {
  'send-mail': sendMail,
  'mail-paused-job': mailPausedJob,
  'request-due-refunds': requestDueRefunds,
  'send-refund': sendRefund,
  'end-payments': endPayments,
  'issue-documents': issueDocuments,
  'count-sales': countSales,
  'import-products': importProducts,
  'fetch-image': fetchImage,
  'mirror-products-to-stripe': mirrorProductsToStripe,
  'handle-sandbox-event': handleSandboxEvent,
  'handle-extension-event': handleExtensionEvent,
  'expire-orders': expireOrders,
  'reconcile-payments': reconcilePayments,
  'purge-old-data': purgeOldData,
  'rebuild-reports': rebuildReports,
  'erase-copies': eraseCopies,
  'check-stock-ledger': checkStockLedger,
  'audit-books': auditBooks,
  'mail-low-stock': mailLowStock,
  'backtest-promotion': backtestPromotion,
  'write-report-file': writeReportFile,
} as const;

/** Events that cause no job, and why. A new event compiles once it causes a job or is listed here. */
export const ignoredEvents = {
  'order.units-waived': 'The refund of waived units has a mail.',
  'order.amended': 'Staff see what they changed.',
  'order.erased': 'What lies outside the database is erased by a job for the person.',
  'order.shipped': 'Each parcel has its own event.',
  'order.delivered': 'Each parcel has its own event.',
  'order.returned': 'Each return has its own event.',
  'order.payment-processing': 'The buyer sees during payment that it takes days. Its end has a mail.',
} as const satisfies Record<Exclude<EventType, HandledEvent | NamingEvent>, string>;

/** Events that name their job themselves, see `jobsFor`. */
type NamingEvent = 'jobs.run-requested' | 'jobs.retry-requested';

type Jobs = typeof jobs;
export type JobName = keyof Jobs;
type HandledEvent = NonNullable<Jobs[JobName]['on']>['types'][number];

/** The payload of each job. */
export type JobPayloads = { readonly [Name in JobName]: NonNullable<ReturnType<Jobs[Name]['payload']>> };
/** Jobs that the clock can start. */
export type ScheduledJobName = { [Name in JobName]: Tick extends JobPayloads[Name] ? Name : never }[JobName];

/** The use cases that jobs call. */
export type JobUseCases = [Jobs[JobName]['handle']] extends [(useCases: infer UseCases, ...rest: never[]) => unknown]
  ? UseCases
  : never;

/** One piece of work; `id` derives from the event or the tick that caused it and is the same for each repeat. */
export type Job = {
  [Name in JobName]: {
    readonly id: string;
    readonly name: Name;
    readonly payload: JobPayloads[Name];
    /** Absent for a job that the clock started. */
    readonly event?: JobEvent;
  };
}[JobName];

/** The outbox event that caused a job, and how many jobs it caused. */
export type JobEvent = { readonly id: string; readonly jobs: number; readonly traceParent?: string };

/** The work cannot be done now; a retry may help. */
export type JobOutage = { readonly type: 'job.outage'; readonly reason: string };
/** The work will never be done; the job is complete, with the reason in the log. */
export type JobRefusal = { readonly type: 'job.refused'; readonly reason: string };

/** Does a job. It may run more than once, so a repeat must change nothing further. */
export type JobHandler<Name extends JobName> = (
  job: Extract<Job, { readonly name: Name }>,
) => ResultAsync<void, JobOutage | JobRefusal>;

/** One handler for each job. */
export type JobHandlers = { readonly [Name in JobName]: JobHandler<Name> };

/** A job without the types of its payload and use cases, which the compiler cannot follow from a name. */
export type AnyJob = JobDefinition<unknown, EventType, JobUseCases>;

/** The definition of a job; `undefined` for a name of another version of the shop. */
export const jobNamed = (name: string): AnyJob | undefined =>
  Object.hasOwn(jobs, name) ? ((jobs as Partial<Record<string, unknown>>)[name] as AnyJob | undefined) : undefined;

/**
 * How a job is retried.
 *
 * @example retryOf('send-mail').attempts // 12
 */
export const retryOf = (name: string): Retry => jobNamed(name)?.retry ?? retryWithBackoff;

/**
 * How many jobs of a name one worker runs concurrently; `undefined` where the name has no limit of its own.
 *
 * @example concurrencyOf('import-products') // 2
 */
export const concurrencyOf = (name: string): number | undefined => jobNamed(name)?.concurrency;

/** The job of one tick. Its id derives from the tick, so a tick that is due twice is one job. */
export const tickJob = (name: ScheduledJobName, at: Instant): Job => ({ id: `${name}@${at}`, name, payload: { at } });
