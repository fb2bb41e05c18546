import jwt, { type JWT } from '@fastify/jwt';
import { randomUUID } from 'node:crypto';
import type { AccessTokenClaims, Clock, TokenIssuer } from '@cartwright/application';
import Fastify from 'fastify';
import { LRUCache } from 'lru-cache';
import { errAsync, okAsync } from 'neverthrow';

type Settings = {
  /** At least 32 bytes: HMAC-SHA-256 is no stronger than its key. */
  readonly secret: string;
  /** The secret that `secret` replaces. Tokens signed with it are still accepted. */
  readonly previousSecret?: string;
  readonly issuer: string;
  readonly audience: string;
  readonly clock: Clock;
};

const lifetimeSeconds = 15 * 60;
/** How far clocks of two processes may lie apart. */
const toleranceSeconds = 5;
/** RFC 9068: tells an access token from any other that the same key may sign one day. */
const tokenType = 'at+jwt';

/** Maximum verified tokens cached: a caller sends the same token with each request. */
const maxCachedTokens = 10_000;

/**
 * Access tokens as JWTs, signed with HS256 and nothing else. They hold 15 minutes.
 *
 * The plugin lives on a bare instance of its own, because signing in needs tokens before there is a server.
 *
 * @example const tokenIssuer = await makeJwtTokenIssuer({ secret, issuer: publicUrl, audience: publicUrl, clock });
 */
export async function makeJwtTokenIssuer({ previousSecret, ...settings }: Settings): Promise<TokenIssuer> {
  const { secret, clock } = settings;
  const current = await openSigner(settings, secret);
  const previous = previousSecret === undefined ? undefined : await openSigner(settings, previousSecret);
  const nowSeconds = (): number => Math.floor(Date.parse(clock.now()) / 1000);
  const cache = new LRUCache<string, RawClaims>({ max: maxCachedTokens });
  const verifiedBy = (accessToken: string): RawClaims => {
    if (previous === undefined) return current.verify<RawClaims>(accessToken);
    try {
      return current.verify<RawClaims>(accessToken);
    } catch {
      return previous.verify<RawClaims>(accessToken);
    }
  };
  /** What does not change with time: the signature, whose token it is and for whom. */
  const verified = (accessToken: string): RawClaims => {
    const known = cache.get(accessToken);
    if (known !== undefined) return known;
    const claims = verifiedBy(accessToken);
    cache.set(accessToken, claims);
    return claims;
  };

  return {
    issue: ({ userId, sessionId }) => {
      const iat = nowSeconds();
      return {
        accessToken: current.sign({ sub: userId, sid: sessionId, jti: randomUUID(), iat, exp: iat + lifetimeSeconds }),
        expiresIn: lifetimeSeconds,
      };
    },
    verify: (accessToken) => {
      const claims = claimsOf(() => verified(accessToken), nowSeconds());
      return claims === undefined ? errAsync({ type: 'auth.token-invalid' }) : okAsync(claims);
    },
  };
}

/** Signs and verifies with one secret. */
async function openSigner({ issuer, audience }: Settings, secret: string): Promise<JWT> {
  const host = Fastify({ logger: false });
  await host.register(jwt, {
    secret,
    sign: { algorithm: 'HS256', iss: issuer, aud: audience, header: { alg: 'HS256', typ: tokenType } },
    verify: {
      algorithms: ['HS256'],
      allowedIss: issuer,
      allowedAud: audience,
      checkTyp: tokenType,
      requiredClaims: ['iss', 'aud', 'sub', 'sid', 'jti', 'iat', 'exp'],
      // Judged below by the shop's clock, together with `iat`, which the plugin takes even from the future.
      ignoreExpiration: true,
      ignoreNotBefore: true,
    },
  });
  await host.ready();
  return host.jwt;
}

type RawClaims = Readonly<Record<string, unknown>>;

/** The claims of a token that holds at `now`; `undefined` for any other, whatever is wrong with it. */
function claimsOf(verify: () => RawClaims, now: number): AccessTokenClaims | undefined {
  try {
    const { sub, sid, iat, exp, nbf } = verify();
    const holds =
      typeof exp === 'number' &&
      typeof iat === 'number' &&
      now < exp &&
      iat <= now + toleranceSeconds &&
      (nbf === undefined || (typeof nbf === 'number' && nbf <= now + toleranceSeconds));
    return holds && isText(sub) && isText(sid) ? { userId: sub, sessionId: sid } : undefined;
  } catch {
    // Everything that is thrown here was sent by a stranger: a bad signature, an unknown `crit`, no JSON at all.
    return undefined;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
