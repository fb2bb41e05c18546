import type { ScheduledJobName } from '@cartwright/application';
import { Queue } from 'bullmq';

/** What a broker keeps of a shop's schedule. */
export type KeptSchedule = { readonly pattern?: string | undefined; readonly timeZone?: string | undefined };

/**
 * Has a schedule's next tick run now, with the instant at which it would have been due, as when that instant had come.
 * Answers the schedule, or nothing while the broker does not have it.
 *
 * @example await bringForward(redis.url, 'reconcile-payments')
 */
export async function bringForward(url: string, name: ScheduledJobName): Promise<KeptSchedule | undefined> {
  const queue = new Queue(name, { connection: { url }, prefix: 'cartwright' });
  try {
    const kept = await queue.getJobScheduler(name);
    const [next] = await queue.getDelayed();
    if (kept === undefined || next === undefined) return undefined;
    await next.promote();
    return { pattern: kept.pattern, timeZone: kept.tz };
  } finally {
    await queue.close();
  }
}
