import type { CompleteJob, OutboxFeed, StorageUnavailable } from '@cartwright/application';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';

/** An outbox feed that records what a queue acks. */
export type RecordedFeed = Pick<OutboxFeed, 'ackJobs'> & {
  readonly acked: CompleteJob[];
  /** Statements that ack, however many jobs each has. */
  statements: number;
  /** Whether storage is away. */
  isAway: boolean;
};

/**
 * Records what a queue acks, and can be away.
 *
 * @example const feed = makeRecordedFeed(); makeBullmqQueue({ feed, … })
 */
export function makeRecordedFeed(): RecordedFeed {
  const write = (): ResultAsync<void, StorageUnavailable> =>
    feed.isAway ? errAsync({ type: 'storage.unavailable', retryAfterSeconds: 1 }) : okAsync(undefined);
  const feed: RecordedFeed = {
    acked: [],
    statements: 0,
    isAway: false,
    ackJobs: (jobs) =>
      write().map(() => {
        feed.statements += 1;
        feed.acked.push(...jobs);
      }),
  };
  return feed;
}
