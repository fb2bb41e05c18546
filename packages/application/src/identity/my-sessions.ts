import { errAsync, type ResultAsync } from 'neverthrow';
import type { SignedInCaller } from '../caller.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { SessionReader } from '../ports/read-models/session-reader.js';
import type { Session } from '../ports/repositories/session-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

/** A session, and whether it is that of the request. */
export type ListedSession = Omit<Session, 'userId'> & { readonly current: boolean };

/** Maximum sessions listed. */
const maximumListedSessions = 100;

/** Lists the caller's sessions, the last used first. */
export type ListMySessions = (command: {
  readonly caller: SignedInCaller;
}) => ResultAsync<readonly ListedSession[], StorageUnavailable>;

export const makeListMySessions =
  ({ unitOfWork, clock }: { readonly unitOfWork: Pick<UnitOfWork, 'read'>; readonly clock: Clock }): ListMySessions =>
  ({ caller }) =>
    unitOfWork
      .read(({ sessions }) => sessions.ofUser(caller.userId, clock.now(), maximumListedSessions))
      .map((sessions) =>
        sessions.map(({ userId: _own, ...session }) => ({ ...session, current: session.id === caller.sessionId })),
      );

/** The caller has no such session. */
export type SessionNotFound = { readonly type: 'auth.session-not-found'; readonly sessionId: string };

/** Ends one of the caller's sessions. */
export type EndMySession = (command: {
  readonly caller: SignedInCaller;
  readonly sessionId: string;
}) => ResultAsync<void, SessionNotFound | StorageUnavailable>;

export const makeEndMySession =
  (deps: {
    readonly unitOfWork: UnitOfWork;
    readonly sessionReader: SessionReader;
    readonly clock: Clock;
  }): EndMySession =>
  ({ caller: { userId }, sessionId }) =>
    deps.unitOfWork
      .run(({ sessions }) =>
        sessions
          .find(sessionId)
          .andThen((session): ResultAsync<void, SessionNotFound> =>
            session?.userId === userId
              ? sessions.end(sessionId)
              : errAsync({ type: 'auth.session-not-found', sessionId }),
          ),
      )
      .map(() => deps.sessionReader.forget(userId));
