import { err, errAsync, ok, type Result, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { SessionAccess, SessionReader } from '../../ports/read-models/session-reader.js';
import type { BrowserSessionTokens } from './browser-session-tokens.js';

/** The cookie is forged or expired, or its session has ended. */
export type BrowserSessionEnded = { readonly type: 'auth.session-ended' };
/** A write by cookie has no or a wrong token: a page of another site may have sent it. */
export type CsrfRefused = { readonly type: 'auth.csrf-token-missing' } | { readonly type: 'auth.csrf-token-wrong' };

export type AuthenticateBrowserCommand = {
  readonly sessionToken: string;
  readonly csrfToken?: string;
  /** Whether the request may change something. */
  readonly isWrite: boolean;
};
export type AuthenticateBrowserError = BrowserSessionEnded | CsrfRefused | StorageUnavailable;
/** The user of a browser's cookie, with their current role. A write needs the session's CSRF token. */
export type AuthenticateBrowser = (
  command: AuthenticateBrowserCommand,
) => ResultAsync<SessionAccess & { readonly sessionId: string }, AuthenticateBrowserError>;

export const makeAuthenticateBrowser =
  (deps: {
    readonly browserSessionTokens: Pick<BrowserSessionTokens, 'sessionIn' | 'isCsrfToken'>;
    readonly sessionReader: Pick<SessionReader, 'access'>;
  }): AuthenticateBrowser =>
  ({ sessionToken, csrfToken, isWrite }) => {
    const sessionId = deps.browserSessionTokens.sessionIn(sessionToken);
    if (sessionId === undefined) return errAsync({ type: 'auth.session-ended' });
    return deps.sessionReader
      .access(sessionId)
      .andThen((access): Result<SessionAccess & { readonly sessionId: string }, AuthenticateBrowserError> => {
        if (access === undefined) return err({ type: 'auth.session-ended' });
        if (isWrite && csrfToken === undefined) return err({ type: 'auth.csrf-token-missing' });
        if (isWrite && !deps.browserSessionTokens.isCsrfToken(sessionId, csrfToken ?? ''))
          return err({ type: 'auth.csrf-token-wrong' });
        return ok({ ...access, sessionId });
      });
  };
