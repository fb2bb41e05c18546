import { jobs, type ApplicationEvent, type JobHandlers } from '@cartwright/application';
import type { CurrencyCode } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { PoolState } from '../drizzle/connection/pool-state.js';
import { measureJobs } from './measure-jobs.js';
import { readWithin } from './read-within.js';
import { registerMetrics } from './register-metrics.js';
import { makeRequestCounter, type FinishedRequest } from './request-counter.js';

/** What is read when the metrics are. A reading that fails, or takes over a second, is left out. */
export type Readings = {
  readonly pool: () => PoolState;
  readonly outboxLagMs: () => ResultAsync<number, unknown>;
  readonly queueDepths: (jobNames: readonly string[]) => ResultAsync<ReadonlyMap<string, number>, unknown>;
};

/** Metrics in the text format of Prometheus. */
export type RenderedMetrics = { readonly contentType: string; readonly body: string };

/** The metrics of this process. Prometheus adds up those of several processes. */
export type Metrics = {
  /** Counts orders, revenue and failed payments. Call it once for each event that has committed in this process. */
  readonly countEvents: (events: readonly ApplicationEvent[]) => void;
  readonly countRequest: (request: FinishedRequest) => void;
  readonly countCacheHit: () => void;
  /** The same handlers, with the duration of each run and its failures measured. */
  readonly measureJobs: (handlers: JobHandlers) => JobHandlers;
  readonly watch: (readings: Readings) => void;
  readonly render: () => Promise<RenderedMetrics>;
};

const jobNames = Object.keys(jobs);

type Settings = {
  readonly storeCurrency: CurrencyCode;
  /** Milliseconds that a reading may take; 1 s by default. */
  readonly readWithinMs?: number;
};

/**
 * The metrics of a process, in a registry of its own (docs/adr/0064).
 *
 * @example
 * const metrics = makeMetrics({ storeCurrency: 'USD' });
 * metrics.countCacheHit();
 * const { contentType, body } = await metrics.render();
 */
export function makeMetrics({ storeCurrency, readWithinMs = 1000 }: Settings): Metrics {
  const registered = registerMetrics();
  const { registry, orders, revenue, paymentFailures, outboxLag, queueDepth, pool } = registered;
  // A series that begins above 0 has no increase: alerts would miss the first.
  revenue.inc({ currency: storeCurrency }, 0);
  for (const job of jobNames) registered.jobFailures.inc({ job }, 0);
  outboxLag.remove();

  let readings: Readings | undefined;
  const read = async ({ pool: poolState, outboxLagMs, queueDepths }: Readings): Promise<void> => {
    const [lagMs, depths] = await Promise.all([
      readWithin(readWithinMs, outboxLagMs),
      readWithin(readWithinMs, () => queueDepths(jobNames)),
    ]);
    if (lagMs === undefined) outboxLag.remove();
    else outboxLag.set(lagMs / 1000);
    queueDepth.reset();
    for (const [job, depth] of depths ?? []) queueDepth.set({ job }, depth);
    for (const [state, connections] of Object.entries(poolState())) pool.set({ state }, connections);
  };
  let rendering: Promise<RenderedMetrics> | undefined;
  const render = async (): Promise<RenderedMetrics> => {
    if (readings !== undefined) await read(readings);
    return { contentType: registry.contentType, body: await registry.metrics() };
  };

  return {
    countEvents: (events) => {
      for (const event of events) {
        if (event.type === 'order.placed') orders.inc();
        else if (event.type === 'order.paid') revenue.inc({ currency: event.captured.currency }, event.captured.amount);
        else if (event.type === 'order.payment-failed') paymentFailures.inc();
      }
    },
    countRequest: makeRequestCounter(registered.requests, registered.requestDuration),
    countCacheHit: () => registered.cacheHits.inc(),
    measureJobs: (handlers) => measureJobs(handlers, registered),
    watch: (given) => {
      readings = given;
    },
    // Concurrent scrapes share the readings.
    render: () =>
      (rendering ??= render().finally(() => {
        rendering = undefined;
      })),
  };
}
