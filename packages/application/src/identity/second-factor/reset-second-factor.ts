import { errAsync, type ResultAsync } from 'neverthrow';
import { actorOf, type StaffCaller } from '../../caller.js';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { Log } from '../../ports/log.js';
import type { SessionReader } from '../../ports/read-models/session-reader.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import type { UserNotFound } from '../manage-users.js';
import { requireRolesHeld, type PermissionNotHeld } from '../roles/held-permissions.js';
import type { TotpNotFound } from './manage-second-factor.js';

/** Nobody resets their own second factor without a password or a code: a stolen session must not. */
export type OwnSecondFactor = { readonly type: 'user.own-second-factor' };
export type ResetSecondFactorError =
  UserNotFound | OwnSecondFactor | TotpNotFound | PermissionNotHeld | StorageUnavailable;
/**
 * Removes the second factor of somebody who has lost it. All their sessions end, and they are informed by mail. Staff
 * cannot do this to a user with more permissions.
 */
export type ResetSecondFactor = (
  command: { readonly userId: string },
  staff: StaffCaller,
) => ResultAsync<void, ResetSecondFactorError>;

type Refusal = Exclude<ResetSecondFactorError, StorageUnavailable>;

export const makeResetSecondFactor =
  (deps: {
    readonly unitOfWork: UnitOfWork;
    readonly sessionReader: SessionReader;
    readonly clock: Clock;
    readonly log: Log;
  }): ResetSecondFactor =>
  ({ userId }, staff) => {
    if (userId === staff.userId) return errAsync({ type: 'user.own-second-factor' });
    const at = deps.clock.now();
    return deps.unitOfWork
      .run(({ users, roles, secondFactors, sessions, outbox }) =>
        users.lock(userId).andThen((user): ResultAsync<void, Refusal> => {
          if (user === undefined) return errAsync({ type: 'user.not-found', userId });
          return requireRolesHeld(staff, roles, [user.role])
            .andThen(() => secondFactors.lock(userId))
            .andThen((factor): ResultAsync<void, TotpNotFound> => {
              if (factor?.confirmedAt === undefined) return errAsync({ type: 'auth.totp-not-found' });
              return secondFactors
                .remove(userId)
                .andThen(() => sessions.endOf(userId))
                .andThen(() => outbox.add([{ type: 'account.second-factor-removed', userId, at }]));
            });
        }),
      )
      .map(() => {
        deps.sessionReader.forget(userId);
        deps.log.warn({ event: 'auth.totp-reset', userId, ...actorOf(staff) }, 'a second factor was reset');
      });
  };
