import type { ResultAsync } from 'neverthrow';

/** Which messages were handled, so that a message that arrives twice acts once. */
export type Inbox = {
  /** Whether `handler` has handled `messageId`. A change records it with its `message`. */
  readonly seen: (messageId: string, handler: string) => ResultAsync<boolean, never>;
};
