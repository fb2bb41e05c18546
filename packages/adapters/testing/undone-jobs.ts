import type { JobName } from '@cartwright/application';
import { Queue } from 'bullmq';
import postgres from 'postgres';

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
 * const jobs = openUndoneJobs(redis.url, database.url, ['send-refund']);
 * (await jobs.count()).undone // 0
 */
export function openUndoneJobs(url: string, databaseUrl: string, names: readonly JobName[]): UndoneJobs {
  const queues = names.map((name) => new Queue(name, { connection: { url }, prefix: 'cartwright' }));
  const sql = postgres(databaseUrl, { max: 1 });
  return {
    count: async () => {
      const counts = await Promise.all(
        queues.map((queue) => queue.getJobCounts('wait', 'active', 'delayed', 'prioritized', 'failed')),
      );
      const undone = counts.flatMap((each) => Object.values(each)).reduce((all, each) => all + each, 0);
      const listed = await sql<{ readonly job: string }[]>`select distinct job from failed_jobs`;
      return { undone, failed: names.filter((name) => listed.some(({ job }) => job === name)) };
    },
    active: async () => {
      const counts = await Promise.all(queues.map((queue) => queue.getActiveCount()));
      return counts.reduce((all, each) => all + each, 0);
    },
    close: async () => {
      await Promise.all(queues.map((queue) => queue.close()));
      await sql.end();
    },
  };
}
