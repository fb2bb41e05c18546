import type { Instant } from '@cartwright/domain';
import type { Clock } from '../../ports/clock.js';
import type { Session } from '../../ports/repositories/session-records.js';
import type { Secrets } from '../../ports/secrets.js';

/** What a browser has of its session: a cookie that scripts cannot read, and a token that only scripts can send. */
export type BrowserTokens = {
  readonly sessionToken: string;
  readonly csrfToken: string;
  /** When the session token ends, unless it is renewed before. */
  readonly expiresAt: Instant;
};

export type BrowserSessionTokens = {
  readonly issue: (session: Pick<Session, 'id' | 'expiresAt'>) => BrowserTokens;
  /** The session that a token of this shop belongs to, unless the token has expired. */
  readonly sessionIn: (sessionToken: string) => string | undefined;
  /** A page of another site can make a browser send the cookie, but not this token. */
  readonly isCsrfToken: (sessionId: string, csrfToken: string) => boolean;
};

/**
 * Both tokens are derived from the id of the session, so nothing of them is stored. The session token states its end,
 * because a session that is renewed must not prolong a cookie that was copied earlier.
 */
export function makeBrowserSessionTokens({
  secrets,
  clock,
}: {
  readonly secrets: Secrets;
  readonly clock: Clock;
}): BrowserSessionTokens {
  return {
    issue: ({ id, expiresAt }) => {
      const claim = `${id}.${Math.floor(Date.parse(expiresAt) / 1000)}`;
      return {
        sessionToken: `${claim}.${secrets.derive('session', claim)}`,
        csrfToken: secrets.derive('csrf', id),
        expiresAt,
      };
    },
    sessionIn: (sessionToken) => {
      const [sessionId = '', end = '', secret = '', ...rest] = sessionToken.split('.');
      const isOurs = rest.length === 0 && secrets.isDerived('session', `${sessionId}.${end}`, secret);
      return isOurs && Date.parse(clock.now()) < Number(end) * 1000 ? sessionId : undefined;
    },
    isCsrfToken: (sessionId, csrfToken) => secrets.isDerived('csrf', sessionId, csrfToken),
  };
}
