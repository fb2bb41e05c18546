import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { SessionReader } from '../../ports/read-models/session-reader.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import type { AuthenticateBrowser, CsrfRefused } from './authenticate-browser.js';
import type { BrowserSessionTokens } from './browser-session-tokens.js';
import { endSession } from './sign-in-browser.js';

export type SignOutBrowserCommand = { readonly sessionToken?: string; readonly csrfToken?: string };
export type SignOutBrowserError = CsrfRefused | StorageUnavailable;
/** Ends the session of a browser, if there is one. */
export type SignOutBrowser = (command: SignOutBrowserCommand) => ResultAsync<void, SignOutBrowserError>;

export const makeSignOutBrowser =
  (deps: {
    readonly authenticateBrowser: AuthenticateBrowser;
    readonly browserSessionTokens: BrowserSessionTokens;
    readonly unitOfWork: UnitOfWork;
    readonly sessionReader: Pick<SessionReader, 'forget'>;
  }): SignOutBrowser =>
  ({ sessionToken, ...command }) => {
    if (sessionToken === undefined) return okAsync(undefined);
    return deps
      .authenticateBrowser({ ...command, sessionToken, isWrite: true })
      .andThen(() => endSession(deps, sessionToken))
      .orElse((error) => (error.type === 'auth.session-ended' ? okAsync(undefined) : errAsync(error)));
  };
