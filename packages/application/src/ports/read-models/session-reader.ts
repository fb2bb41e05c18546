import type { CustomerGroup, CustomerId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { Permission, RoleName } from '../../identity/permissions.js';
import type { StorageUnavailable } from '../failures.js';

/** Whose session it is, and what they may do now. */
export type SessionAccess = {
  readonly userId: CustomerId;
  readonly role: RoleName;
  /** What the shop grants a role of its own; absent for the roles that every shop has. */
  readonly permissions?: readonly Permission[];
  /** Customer groups that they were added to; absent for none. */
  readonly groups?: readonly CustomerGroup[];
  /** Present for staff who have confirmed a second factor. */
  readonly hasSecondFactor?: true;
  /** Present for staff who need a second factor and have none: until then they may do nothing else. */
  readonly mustEnrol?: true;
};

/**
 * What sessions are worth. Each request with an access token reads one, so results may be a second old;
 * `forget` makes them current in this process.
 */
export type SessionReader = {
  /** `undefined` once the session has ended, or its account is deleted or disabled. */
  readonly access: (sessionId: string) => ResultAsync<SessionAccess | undefined, StorageUnavailable>;
  /** Called after a commit that opened a session. */
  readonly remember: (sessionId: string, access: SessionAccess) => void;
  /** Called after a commit that ended sessions of a user, or changed their rights or groups; without a user, of all. */
  readonly forget: (userId?: CustomerId) => void;
};
