import { okAsync, type ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import type { AuditEntry, AuditFacts } from '../ports/audit/audit-log.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

/** An event that matters to the security of the shop. */
export type SecurityEvent = {
  readonly action:
    | 'auth.login-failed'
    | 'auth.totp-failed'
    | 'auth.password-wrong'
    | 'auth.password-reset'
    | 'auth.refresh-token-reused'
    | 'auth.forbidden';
  /** Whose account it is about, or who did it; absent where nobody has the e-mail that was given. */
  readonly userId?: string | undefined;
  readonly apiKeyId?: string | undefined;
  readonly address?: string | undefined;
  readonly facts?: AuditFacts;
};

/** Adds an event to the audit log. A request is refused even if the event cannot be stored. */
export type NoteSecurityEvent = (event: SecurityEvent) => ResultAsync<void, never>;

type Deps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly ids: Ids };

export const makeNoteSecurityEvent =
  ({ unitOfWork, clock, ids }: Deps): NoteSecurityEvent =>
  (event) =>
    unitOfWork
      .commit({ audit: [securityEntry(event, { id: ids.next(), at: clock.now() })] })
      .orElse(() => okAsync(undefined));

/** Nobody has proved who they are before they are signed in: an account is then the target, not the actor. */
const isByItsUser: ReadonlySet<SecurityEvent['action']> = new Set(['auth.forbidden', 'auth.password-wrong']);

const securityEntry = (
  { action, userId, apiKeyId, address, facts }: SecurityEvent,
  { id, at }: Pick<AuditEntry, 'id' | 'at'>,
): AuditEntry => ({
  id,
  at,
  action,
  ...(userId !== undefined && isByItsUser.has(action) ? { actorId: userId } : {}),
  ...(apiKeyId === undefined ? {} : { apiKeyId }),
  ...(address === undefined ? {} : { ip: address }),
  target: { type: 'user', ...(userId === undefined ? {} : { id: userId }) },
  ...(facts === undefined ? {} : { after: facts }),
});
