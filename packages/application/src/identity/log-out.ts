import { okAsync, type ResultAsync } from 'neverthrow';
import type { SignedInCaller } from '../caller.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { SessionReader } from '../ports/read-models/session-reader.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { Secrets } from '../ports/secrets.js';

type Deps = { readonly unitOfWork: UnitOfWork; readonly sessionReader: SessionReader };

/** Ends the caller's session of a refresh token. A repeat or an unknown token changes nothing. */
export type LogOut = (command: {
  readonly caller: SignedInCaller;
  readonly refreshToken: string;
}) => ResultAsync<void, StorageUnavailable>;

export const makeLogOut =
  (deps: Deps & { readonly secrets: Secrets }): LogOut =>
  ({ caller, refreshToken }) =>
    deps.unitOfWork
      .run(({ sessions }) =>
        sessions
          .lockByDigest(deps.secrets.digest(refreshToken))
          .andThen((token) =>
            token === undefined || token.userId !== caller.userId ? okAsync(undefined) : sessions.end(token.familyId),
          ),
      )
      .map(() => deps.sessionReader.forget(caller.userId));

/** Ends all the caller's sessions, including this one. */
export type LogOutEverywhere = (command: { readonly caller: SignedInCaller }) => ResultAsync<void, StorageUnavailable>;

export const makeLogOutEverywhere =
  ({ unitOfWork, sessionReader }: Deps): LogOutEverywhere =>
  ({ caller }) =>
    unitOfWork.run(({ sessions }) => sessions.endOf(caller.userId)).map(() => sessionReader.forget(caller.userId));
