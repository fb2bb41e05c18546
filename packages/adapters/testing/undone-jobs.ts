import type { JobName } from '@cartwright/application';
import { Queue } from 'bullmq';

/** Looks into the queues of a production shop. */
export type UndoneJobs = {
  /** Jobs that wait, are at work or are to be tried again; those that failed for good, by name. */
  readonly count: () => Promise<{ readonly undone: number; readonly failed: readonly string[] }>;
  /** Jobs that a worker has in hand. */
  readonly active: () => Promise<number>;
  readonly close: () => Promise<void>;
};

/**
 * @example
 * const jobs = openUndoneJobs(redis.url, ['send-refund']);
 * (await jobs.count()).undone // 0
 */
export function openUndoneJobs(url: string, names: readonly JobName[]): UndoneJobs {
  const queues = names.map((name) => new Queue(name, { connection: { url }, prefix: 'cartwright' }));
  return {
    count: async () => {
      const counts = await Promise.all(
        queues.map((queue) => queue.getJobCounts('wait', 'active', 'delayed', 'prioritized', 'failed')),
      );
      const undone = counts
        .flatMap(({ failed: _failed, ...others }) => Object.values(others))
        .reduce((all, each) => all + each, 0);
      return { undone, failed: names.filter((_name, at) => (counts[at]?.['failed'] ?? 0) > 0) };
    },
    active: async () => {
      const counts = await Promise.all(queues.map((queue) => queue.getActiveCount()));
      return counts.reduce((all, each) => all + each, 0);
    },
    close: async () => {
      await Promise.all(queues.map((queue) => queue.close()));
    },
  };
}
