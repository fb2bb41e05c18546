import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../failures.js';
import type { AuditEntry } from './audit-log.js';
import type { CursorMalformed, Page, PageRequest } from '../read-models/paging.js';

/** Which entries are listed: all that fit each part. */
export type AuditFilter = {
  /** A user, with the API keys that they made, or one API key. */
  readonly actorId?: string;
  readonly action?: string;
  /** The type of the target, or its id. */
  readonly target?: string;
  readonly targetType?: string;
  readonly targetId?: string;
  /** Inclusive. */
  readonly from?: Instant;
  /** Exclusive. */
  readonly to?: Instant;
};

/** The audit log as admins read it. */
export type AuditReader = {
  /** The latest first. */
  readonly list: (
    filter: AuditFilter,
    page: PageRequest,
  ) => ResultAsync<Page<AuditEntry>, CursorMalformed | StorageUnavailable>;
};
