import { okAsync, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { SessionReader } from '../../ports/read-models/session-reader.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import type { User } from '../../ports/repositories/user-records.js';
import type { LogIn, LogInCommand, LogInError } from '../log-in.js';
import { permissionsOf, type Permission } from '../permissions.js';
import type { BrowserSessionTokens, BrowserTokens } from './browser-session-tokens.js';

export type SignInBrowserCommand = LogInCommand & {
  /** The previous session of the browser, which ends. */
  readonly sessionToken?: string;
};
/** A user who is signed in by cookie, and what they may do. */
export type SignedInBrowser = BrowserTokens & { readonly user: User; readonly permissions: readonly Permission[] };
/** Signs in like `LogIn`, for a browser. Scripts of a page never see the session token. */
export type SignInBrowser = (command: SignInBrowserCommand) => ResultAsync<SignedInBrowser, LogInError>;

type Deps = {
  readonly browserSessionTokens: BrowserSessionTokens;
  readonly unitOfWork: UnitOfWork;
  readonly sessionReader: Pick<SessionReader, 'forget'>;
};

export const makeSignInBrowser =
  (deps: Deps & { readonly logIn: LogIn; readonly sessionReader: SessionReader }): SignInBrowser =>
  ({ sessionToken, ...command }) =>
    deps.logIn(command).andThen(({ user, session }) =>
      endSession(deps, sessionToken)
        .andThen(() => deps.sessionReader.access(session.id))
        // The new session is valid even if ending the previous one or reading its own role fails.
        .orElse(() => okAsync(undefined))
        .map((access) => ({
          user,
          permissions: permissionsOf(user.role, access?.permissions),
          ...deps.browserSessionTokens.issue(session),
        })),
    );

/** Ends the session of a token. A repeat or an unknown token changes nothing. */
export function endSession(
  { browserSessionTokens, unitOfWork, sessionReader }: Deps,
  sessionToken: string | undefined,
): ResultAsync<void, StorageUnavailable> {
  const sessionId = sessionToken === undefined ? undefined : browserSessionTokens.sessionIn(sessionToken);
  if (sessionId === undefined) return okAsync(undefined);
  return unitOfWork
    .run(({ sessions }) =>
      sessions.find(sessionId).andThen((session) => sessions.end(sessionId).map(() => session?.userId)),
    )
    .map((userId) => {
      if (userId !== undefined) sessionReader.forget(userId);
    });
}
