import type { Job } from '@cartwright/application';
import type { Queue } from 'bullmq';
import { makeBatcher } from '../system/batcher.js';

/** A job as the broker stores it. */
export type JobData = Pick<Job, 'payload' | 'event'>;

/** Stops waiting for calls that are under way: a frozen broker responds to none of them. */
const limits = { concurrency: Number.POSITIVE_INFINITY, maxSize: 50 };

/**
 * Adds jobs to their queues, those of one name and moment in one go. When that fails, each of them counts as not added,
 * whether it was or not.
 *
 * @param brokerIdOf - the broker's id of a job's
 */
export function addTogether(
  queueOf: (name: string) => Queue,
  brokerIdOf: (jobId: string) => string,
): (job: Job) => Promise<void> {
  const ofName = new Map<string, (job: Job) => Promise<void>>();
  const entryOf = ({ id, name, payload, event }: Job) => ({
    name,
    data: { payload, ...(event === undefined ? {} : { event }) } satisfies JobData,
    opts: { jobId: brokerIdOf(id) },
  });
  const make = (queue: Queue) =>
    makeBatcher(limits, async (jobs: readonly Job[]): Promise<readonly undefined[]> => {
      const [first, ...others] = jobs.map(entryOf);
      if (first !== undefined && others.length === 0) await queue.add(first.name, first.data, first.opts);
      else await queue.addBulk(jobs.map(entryOf));
      return jobs.map(() => undefined);
    });
  return (job) => {
    const add = ofName.get(job.name) ?? make(queueOf(job.name));
    ofName.set(job.name, add);
    return add(job);
  };
}
