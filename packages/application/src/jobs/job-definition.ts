import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { PaymentGateway } from '../ports/payment-gateway.js';
import type { ApplicationEvent, EventOf, EventType } from '../ports/repositories/outbox.js';
import type { ReadRepositories } from '../ports/repositories/unit-of-work.js';
import type { Backoff } from './backoff.js';

/** Checks a payload that comes from a queue; returns `undefined` when it is malformed. */
export type PayloadSchema<Payload> = (value: unknown) => Payload | undefined;

/** How often a job is tried, the first time included, and the delays between the tries. */
export type Retry = { readonly attempts: number; readonly backoff: Backoff };

/** One job: its payload, the events that cause it, its handler, its retries and its schedule. */
export type JobDefinition<Payload, Type extends EventType, UseCases> = {
  readonly payload: PayloadSchema<Payload>;
  /** Absent: no event causes the job. */
  readonly on?: JobTriggers<Payload, Type>;
  /**
   * Calls a use case. May run more than once, so a repeat must change nothing further; `jobId` is the same for each
   * repeat. An
   * `Outage` is retried, every other error is final.
   */
  readonly handle: (
    useCases: UseCases,
    payload: Payload,
    jobId: string,
  ) => ResultAsync<unknown, { readonly type: string }>;
  /** Whether the job has nothing to do. Checked before it is queued; once true, it must stay true. */
  readonly isNoOp?: (context: NoOpContext, payload: Payload) => ResultAsync<boolean, never>;
  readonly retry: Retry;
  /** Concurrent jobs of this name in one worker. Absent: as many as the worker runs of any name. */
  readonly concurrency?: number;
  /** A cron pattern of five fields, in the shop's time zone. The payload of such a job can be a `Tick`. */
  readonly schedule?: string;
};

/** What a job can check to find out that it has nothing to do. */
export type NoOpContext = {
  readonly repositories: ReadRepositories;
  readonly paymentGateway: Pick<PaymentGateway, 'provider'>;
};

/** The payload of a job that the clock starts: when it was due. */
export type Tick = { readonly at: Instant };

/** The events that cause a job, and the jobs that follow from each; `key` distinguishes several jobs of one event. */
export type JobTriggers<Payload, Type extends EventType> = {
  readonly types: readonly Type[];
  readonly jobsOf: (event: ApplicationEvent) => readonly { readonly key?: string; readonly payload: Payload }[];
};

/** Defines a job; infers its types. */
export const defineJob = <Payload, Type extends EventType, UseCases>(
  definition: JobDefinition<Payload, Type, UseCases>,
): JobDefinition<Payload, Type, UseCases> => definition;

/**
 * One job for each event of some types.
 *
 * @example onEvents({ 'order.refund-due': ({ orderId }) => ({ orderId }) })
 */
export const onEvents = <Payload, Type extends EventType>(payloads: {
  readonly [Each in Type]: (event: EventOf<Each>) => Payload;
}): JobTriggers<Payload, Type> => ({
  types: Object.keys(payloads) as Type[],
  jobsOf: (event) => {
    // The compiler does not see that the function found by an event's type takes that event.
    const payloadOf = (payloads as Partial<Record<EventType, (event: ApplicationEvent) => Payload>>)[event.type];
    return payloadOf === undefined ? [] : [{ payload: payloadOf(event) }];
  },
});

/**
 * A payload of texts, such as ids.
 *
 * @example textFields('orderId')({ orderId: 'order-1' }) // { orderId: 'order-1' }
 */
export const textFields =
  <const Name extends string>(...names: readonly Name[]): PayloadSchema<{ readonly [Each in Name]: string }> =>
  (value) => {
    if (typeof value !== 'object' || value === null) return undefined;
    const fields = names.map((name) => [name, (value as Record<string, unknown>)[name]] as const);
    if (fields.some(([, field]) => typeof field !== 'string')) return undefined;
    return Object.fromEntries(fields) as { readonly [Each in Name]: string };
  };

/** Twelve tries within half an hour: outages end, or somebody has to look. */
export const retryWithBackoff: Retry = { attempts: 12, backoff: { baseMs: 1000, maxMs: 300_000 } };

/** For a job whose progress somebody watches: tried for at least a day, in the end every quarter of an hour. */
export const retryForADay: Retry = { attempts: 200, backoff: { baseMs: 1000, maxMs: 900_000 } };

/** For a job that a schedule starts again anyway: retries would only pile up beside the next run. */
export const noRetry: Retry = { attempts: 1, backoff: { baseMs: 0, maxMs: 0 } };
