import type { Instant } from '@cartwright/domain';
import type { Clock } from '../../ports/clock.js';
import type { Session } from '../../ports/repositories/session-records.js';
import type { Secrets } from '../../ports/secrets.js';

/** The tokens of a browser session: a cookie that scripts cannot read, and a token that only scripts can send. */
export type BrowserTokens = {
  readonly sessionToken: string;
  readonly csrfToken: string;
  /** When the session token expires, unless it is renewed. */
  readonly expiresAt: Instant;
};

export type BrowserSessionTokens = {
  readonly issue: (session: Pick<Session, 'id' | 'expiresAt'>) => BrowserTokens;
  /** The session of a token, unless it is forged or expired. */
  readonly sessionIn: (sessionToken: string) => string | undefined;
  /** A page of another site can make a browser send the cookie, but not this token. */
  readonly isCsrfToken: (sessionId: string, csrfToken: string) => boolean;
};

/**
 * Both tokens are derived from the session id, so they are not stored. The session token contains its expiry,
 * because renewing a session must not extend a cookie that was copied earlier.
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
