import type { CompleteJob, OutboxFeed, StorageUnavailable } from '@cartwright/application';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';

/** An outbox feed that records what a queue acks and dead-letters. */
export type RecordedFeed = Pick<OutboxFeed, 'ackJobs' | 'deadLetter'> & {
  readonly acked: CompleteJob[];
  readonly deadLetters: { readonly eventId: string; readonly reason: string }[];
  /** Statements that ack, however many jobs each has. */
  statements: number;
  /** Whether storage is away. */
  isAway: boolean;
};

/**
 * Records what a queue acks and dead-letters, and can be away.
 *
 * @example const feed = makeRecordedFeed(); makeBullmqQueue({ feed, … })
 */
export function makeRecordedFeed(): RecordedFeed {
  const write = (): ResultAsync<void, StorageUnavailable> =>
    feed.isAway ? errAsync({ type: 'storage.unavailable', retryAfterSeconds: 1 }) : okAsync(undefined);
  const feed: RecordedFeed = {
    acked: [],
    deadLetters: [],
    statements: 0,
    isAway: false,
    ackJobs: (jobs) =>
      write().map(() => {
        feed.statements += 1;
        feed.acked.push(...jobs);
      }),
    deadLetter: (eventId, reason) => write().map(() => void feed.deadLetters.push({ eventId, reason })),
  };
  return feed;
}
