import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { ScheduledJobName } from '../../jobs/jobs.js';
import type { StorageUnavailable } from '../failures.js';

/** Which ticks were seen to, for a scheduler without a broker that remembers them. */
export type ScheduleRecords = {
  /** The latest tick that was noted; absent when there was none. */
  readonly lastTick: (name: ScheduledJobName) => ResultAsync<Instant | undefined, StorageUnavailable>;
  /** Notes that this tick, and whatever came before it, is done with. An earlier one than is noted changes nothing. */
  readonly noteTick: (name: ScheduledJobName, at: Instant) => ResultAsync<void, StorageUnavailable>;
};
