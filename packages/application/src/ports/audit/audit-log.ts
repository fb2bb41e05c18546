import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** An administrative act, or an event of security. It names people only by their ids. */
export type AuditEntry = {
  readonly id: string;
  readonly at: Instant;
  /** The user who did it, or who made the key that did, or `command-line`; absent where nobody was signed in. */
  readonly actorId?: string;
  /** The API key that did it. */
  readonly apiKeyId?: string;
  /** Where it came from; absent once the actor was erased. */
  readonly ip?: string;
  /** The name of a use case, or of an event such as `auth.login-failed`. */
  readonly action: string;
  readonly target?: { readonly type: string; readonly id?: string };
  /** What was changed, as it was and as it is; without personal data. */
  readonly before?: AuditFacts;
  readonly after?: AuditFacts;
};

export type AuditFacts = Readonly<Record<string, unknown>>;

/** The audit log. Entries are added, and never changed. */
export type AuditLog = {
  readonly add: (entries: readonly AuditEntry[]) => ResultAsync<void, never>;
};
