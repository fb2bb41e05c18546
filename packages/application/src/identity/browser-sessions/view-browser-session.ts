import type { Instant } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { Session } from '../../ports/repositories/session-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import { permissionsOf } from '../permissions.js';
import { sessionUsedAt, type Client } from '../sign-in.js';
import type { AuthenticateBrowser, BrowserSessionEnded } from './authenticate-browser.js';
import type { BrowserSessionTokens } from './browser-session-tokens.js';
import type { SignedInBrowser } from './sign-in-browser.js';

export type ViewBrowserSessionCommand = { readonly sessionToken?: string; readonly client?: Client };
export type ViewBrowserSessionError = BrowserSessionEnded | StorageUnavailable;
/**
 * The user of a cookie with their permissions, and the CSRF token for a reloaded page. The session is renewed, so
 * that it lasts for users who return within 30 days.
 */
export type ViewBrowserSession = (
  command: ViewBrowserSessionCommand,
) => ResultAsync<SignedInBrowser, ViewBrowserSessionError>;

/** Minimum time between renewals, so that frequent page loads rarely write. */
const renewedEveryMs = 3_600_000;

export const makeViewBrowserSession =
  (deps: {
    readonly authenticateBrowser: AuthenticateBrowser;
    readonly browserSessionTokens: BrowserSessionTokens;
    readonly unitOfWork: UnitOfWork;
    readonly clock: Clock;
  }): ViewBrowserSession =>
  ({ sessionToken, client = {} }) => {
    const ended = errAsync({ type: 'auth.session-ended' } as const);
    if (sessionToken === undefined) return ended;
    return deps
      .authenticateBrowser({ sessionToken, isWrite: false })
      .orElse((error) => (error.type === 'storage.unavailable' ? errAsync(error) : ended))
      .andThen(({ userId, sessionId, role, permissions }) =>
        deps.unitOfWork
          .run(({ sessions, users }) =>
            sessions.find(sessionId).andThen((session) =>
              users.byId(userId).andThen((stored) => {
                if (session === undefined || stored === undefined) return okAsync(undefined);
                const { passwordHash: _hash, disabledAt: _never, ...user } = stored;
                const renewed = renewedAt(session, client, deps.clock.now());
                return (renewed === session ? okAsync(undefined) : sessions.renew(renewed)).map(() => ({
                  user,
                  session: renewed,
                }));
              }),
            ),
          )
          .andThen((found) =>
            found === undefined
              ? ended
              : okAsync({
                  user: found.user,
                  permissions: permissionsOf(role, permissions),
                  ...deps.browserSessionTokens.issue(found.session),
                }),
          ),
      );
  };

const renewedAt = (session: Session, client: Client, now: Instant): Session =>
  Date.parse(now) - Date.parse(session.lastUsedAt) < renewedEveryMs ? session : sessionUsedAt(session, client, now);
