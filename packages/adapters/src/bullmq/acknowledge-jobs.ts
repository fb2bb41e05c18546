import type { CompleteJob, Job, OutboxFeed } from '@cartwright/application';

/** What becomes of the event of a job. */
export type Acknowledgements = {
  /** Resolves once it is stored that the job is complete, done or failed for good; rejects while storage is away. */
  readonly ack: (job: Pick<Job, 'id' | 'event'>) => Promise<void>;
};

/**
 * Milliseconds for which an ack waits for others to share its statement, unless there are so many. Meanwhile its job
 * occupies a place of the consumer, so `most` is below the usual concurrency.
 */
const gather = { forMs: 100, most: 16 };

type Waiting = {
  readonly job: CompleteJob;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
};

/** Acks the events of jobs, many in one statement. A job that the clock started has no event. */
export function makeAcknowledgements(feed: Pick<OutboxFeed, 'ackJobs'>): Acknowledgements {
  let waiting: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;

  const write = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting;
    waiting = [];
    try {
      const stored = await feed.ackJobs(batch.map(({ job }) => job));
      if (stored.isErr()) throw new Error(stored.error.type);
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };

  return {
    ack: ({ id: jobId, event }) => {
      if (event === undefined) return Promise.resolve();
      return new Promise((resolve, reject) => {
        waiting.push({ job: { eventId: event.id, jobId, jobs: event.jobs }, resolve, reject });
        if (waiting.length >= gather.most) void write();
        else timer ??= setTimeout(() => void write(), gather.forMs);
      });
    },
  };
}
