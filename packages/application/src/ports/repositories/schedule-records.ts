import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { ScheduledJobName } from '../../jobs/jobs.js';
import type { StorageUnavailable } from '../failures.js';

/** Which ticks have run, for a scheduler without a broker. */
export type ScheduleRecords = {
  /** The latest recorded tick; `undefined` when there is none. */
  readonly lastTick: (name: ScheduledJobName) => ResultAsync<Instant | undefined, StorageUnavailable>;
  /** Records that this tick and all before it are done. A tick earlier than the recorded one changes nothing. */
  readonly noteTick: (name: ScheduledJobName, at: Instant) => ResultAsync<void, StorageUnavailable>;
};
