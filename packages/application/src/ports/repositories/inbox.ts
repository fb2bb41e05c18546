import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** Which messages were handled, so that a message that arrives twice acts once. */
export type Inbox = {
  /**
   * Records in this transaction that `handler` has handled `messageId`. Returns false when it was recorded before: the
   * handler must then change nothing.
   */
  readonly accept: (messageId: string, handler: string, at: Instant) => ResultAsync<boolean, never>;
  /** Whether it is recorded, for handlers whose effect is outside the database (a mail): check, send, then `accept`. */
  readonly seen: (messageId: string, handler: string) => ResultAsync<boolean, never>;
};
