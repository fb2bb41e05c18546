import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** What is deleted once it is old, and the instant that its age counts from. */
export type Purgeable =
  /** The expiry of a key. */
  | 'idempotency-keys'
  /** The expiry of a token, used or not. */
  | 'refresh-tokens'
  /** The expiry of a session; its tokens go with it. */
  | 'sessions'
  /** The expiry of a mailed link. */
  | 'account-tokens'
  /** The last change of a cart without a customer. */
  | 'guest-carts'
  /** When the message was handled. */
  | 'handled-messages'
  /** When the event's job failed for good. */
  | 'dead-letters'
  /** When a job failed for good; it can be retried until then. */
  | 'failed-jobs'
  /** The last time that the account was signed in to from the address. */
  | 'known-addresses'
  /** When a document was issued. Its number and its amounts stay, what it says is deleted. */
  | 'issued-documents'
  /** When somebody was erased. Only what recognises their mails is deleted. */
  | 'erasure-digests'
  /** When it happened. */
  | 'audit-entries'
  /** When the event of the feed happened. */
  | 'events'
  /** When the comment was rejected. */
  | 'rejected-comments'
  /** When the delivery was made. */
  | 'webhook-deliveries';

/** Deletes what is old. */
export type PurgeRecords = {
  /**
   * Deletes at most `limit` of what dates from `before` or earlier, and returns how many. Leaves out what another
   * transaction has locked.
   */
  readonly purge: (what: Purgeable, before: Instant, limit: number) => ResultAsync<number, never>;
};
