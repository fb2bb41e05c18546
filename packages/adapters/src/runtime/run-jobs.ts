import {
  makeEventPublisher,
  makeJobHandlers,
  makeJobSupervisor,
  makeNoOpFilter,
  makeOutboxRelay,
  makeWebhookDeliverer,
  schedulesIn,
  type UseCases,
} from '@cartwright/application';
import { traceJobs } from '../opentelemetry/traced-ports.js';
import type { Shop } from './compose-shop.js';
import { ports as t } from './tokens.js';

/**
 * How long jobs in flight may take to finish when their process stops; past it they go back to the queue, which takes
 * up to 2.5 s more. A worker stops within ten seconds, also while Redis and PostgreSQL do not answer.
 */
const jobsGraceMs = 5000;

/** Milliseconds between looks at the time zone of the shop. */
const checkTimeZoneMs = 5000;

/** Does all the work of a worker in this process. Returns how to stop its parts, which may stop at the same time. */
export function doBackgroundWork(shop: Shop, useCases: UseCases): Readonly<Record<string, () => Promise<void>>> {
  const stopRelay = relayEvents(shop);
  const stopSchedules = keepSchedules(shop);
  const stopJobs = consumeJobs(shop, useCases);
  return {
    'outbox relay': stopRelay,
    'webhook deliveries': deliverEvents(shop),
    // A schedule notes its tick once the job is done.
    'jobs and schedules': async () => {
      try {
        await stopJobs();
      } finally {
        await stopSchedules();
      }
    },
  };
}

/** Consumes jobs in this process. Returns how to stop: jobs in flight finish or return to the queue. */
export function consumeJobs(
  { container: { resolve }, metrics, tracing }: Shop,
  useCases: UseCases,
): () => Promise<void> {
  const unitOfWork = resolve(t.unitOfWork);
  const supervisor = makeJobSupervisor({
    unitOfWork,
    clock: resolve(t.clock),
    ids: resolve(t.ids),
    timers: resolve(t.timers),
    log: resolve(t.log),
  });
  const plain = makeJobHandlers(useCases);
  const handlers = tracing === undefined ? plain : traceJobs(tracing, plain);
  const consumer = resolve(t.jobQueue).consume(metrics?.measureJobs(handlers) ?? handlers, supervisor);
  supervisor.start();
  return async () => {
    await consumer.stop(jobsGraceMs);
    await supervisor.stop();
  };
}

/** Sends events to webhooks from this process. Returns how to stop. */
function deliverEvents({ container: { resolve }, commits, log }: Shop): () => Promise<void> {
  const deliverer = makeWebhookDeliverer({
    deliveries: resolve(t.webhookDeliveries),
    sender: resolve(t.webhookSender),
    secrets: resolve(t.secrets),
    clock: resolve(t.clock),
    timers: resolve(t.timers),
    pollMs: 50,
    idlePollMs: 1000,
    random: Math.random,
    log,
  });
  commits.onPublished = deliverer.wake;
  deliverer.start();
  return () => deliverer.stop(jobsGraceMs);
}

/** Publishes committed events in the feed, and hands them to the job queue, from this process. Returns how to stop. */
export function relayEvents(shop: Shop): () => Promise<void> {
  const { commits, eventFollower, extensionHandlers, log } = shop;
  const { resolve } = shop.container;
  const relay = makeOutboxRelay({
    feed: resolve(t.outboxFeed),
    queue: resolve(t.jobQueue),
    jobsFor: makeNoOpFilter({
      unitOfWork: resolve(t.unitOfWork),
      paymentGateway: resolve(t.paymentGateway),
      extensionHandlers,
    }),
    batch: 50,
    maxInFlight: 500,
    ackGatherMs: 500,
    sweepMs: 2000,
    leaseMs: 60_000,
    timers: resolve(t.timers),
    random: Math.random,
    log,
  });
  const publisher = makeEventPublisher({
    feed: resolve(t.eventFeed),
    // No event has jobs before it is published: an event whose jobs are complete leaves the outbox.
    onPublished: (events) => {
      relay.wake();
      if (events === 0) return;
      eventFollower.wake();
      commits.onPublished();
    },
    // A single order is handed over at once. A busy shop hands over the orders of an interval together.
    intervalMs: 30,
    sweepMs: 2000,
    timers: resolve(t.timers),
    log,
  });
  commits.onEvents = publisher.wake;
  publisher.start();
  relay.start();
  return async () => {
    await publisher.stop();
    await relay.stop(jobsGraceMs);
  };
}

/** Starts jobs by the clock from this process. Returns how to stop; call it after the jobs have stopped. */
function keepSchedules({ container: { resolve }, settings, log }: Shop): () => Promise<void> {
  const scheduler = resolve(t.jobScheduler);
  const unitOfWork = resolve(t.unitOfWork);
  const timers = resolve(t.timers);
  let timeZone: string | undefined;
  let isStopped = false;
  let cancelTimer = (): void => undefined;
  /** The time zone of the shop's settings decides, and may change while the process runs. */
  const check = async (): Promise<void> => {
    const found = await unitOfWork.read(({ shop }) => shop.find());
    if (isStopped) return;
    if (found.isOk()) {
      const next = found.value?.timeZone ?? settings.storeTimeZone;
      if (next !== timeZone) scheduler.start(schedulesIn(next));
      timeZone = next;
    } else log.warn({ err: found.error }, 'the time zone of the shop cannot be read');
    cancelTimer = timers.after(checkTimeZoneMs, run);
  };
  const run = (): void =>
    void check().catch((error: unknown) => log.error({ err: error }, 'keeping the schedules failed'));
  run();
  return async () => {
    isStopped = true;
    cancelTimer();
    await scheduler.stop();
  };
}
