import { schedulesIn } from '@cartwright/application';
import { shopTokens as t } from './tokens.js';
import type { TypedContainer } from './typed-container.js';

/** How long jobs in flight may take to finish when their process stops; past it they go back to the queue. */
const jobsGraceMs = 10_000;

/** Consumes jobs in this process. Answers how to stop: jobs in flight finish or return to the queue. */
export function consumeJobs({ resolve }: TypedContainer): () => Promise<void> {
  const consumer = resolve(t.jobQueue).consume(resolve(t.jobHandlers));
  return () => consumer.stop(jobsGraceMs);
}

/** Hands committed events to the job queue from this process. Answers how to stop. */
export function relayEvents({ resolve }: TypedContainer): () => Promise<void> {
  const relay = resolve(t.outboxRelay);
  relay.start();
  return () => relay.stop(jobsGraceMs);
}

/** Has the clock start jobs from this process. Answers how to stop, which is for after the jobs have been stopped. */
export function keepSchedules({ resolve }: TypedContainer): () => Promise<void> {
  const scheduler = resolve(t.jobScheduler);
  scheduler.start(schedulesIn(resolve(t.settings).storeTimeZone));
  return () => scheduler.stop();
}
