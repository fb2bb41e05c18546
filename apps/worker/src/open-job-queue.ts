import { makeInProcessQueue } from '@cartwright/adapters/in-process/in-process-queue';
import { makeNodeTimers } from '@cartwright/adapters/system/node-timers';
import type { JobQueue } from '@cartwright/application';
import type { Logger } from 'pino';
import type { Settings } from './settings.js';

/** How often, and how fast, a job is tried again. */
const retries = { attempts: 12, backoff: { baseMs: 1000, maxMs: 300_000 }, random: Math.random };

/** The broker at `REDIS_URL`; without one, jobs run in this process. */
export async function openJobQueue({ redisUrl }: Settings, log: Logger): Promise<JobQueue> {
  if (redisUrl === undefined) return makeInProcessQueue({ ...retries, concurrency: 4, timers: makeNodeTimers(), log });
  // Loaded when needed alone: the embedded shop starts a third of a second sooner without it.
  const { makeBullmqQueue } = await import('@cartwright/adapters/bullmq/bullmq-queue');
  return makeBullmqQueue({ ...retries, url: redisUrl, prefix: 'cartwright', concurrency: 8, log });
}
