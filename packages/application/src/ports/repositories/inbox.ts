import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** What handlers have dealt with, so that a message that comes twice acts once. */
export type Inbox = {
  /**
   * Notes that `handler` has dealt with `messageId`, as part of this transaction. Answers false when it had been noted
   * before: the handler must then change nothing.
   */
  readonly accept: (messageId: string, handler: string, at: Instant) => ResultAsync<boolean, never>;
  /** Whether it is noted, for handlers whose effect is outside the database (a mail): look, send, then `accept`. */
  readonly seen: (messageId: string, handler: string) => ResultAsync<boolean, never>;
};
