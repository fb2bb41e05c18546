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
/** Maximum difference between the clocks of two processes. */
const toleranceSeconds = 5;
/** RFC 9068: distinguishes access tokens from other tokens signed with the same key. */
const tokenType = 'at+jwt';

/** Maximum verified tokens cached: a caller sends the same token with each request. */
const maxCachedTokens = 10_000;

/**
 * Access tokens as JWTs, signed only with HS256. They expire after 15 minutes.
 *
 * The plugin has its own Fastify instance, because signing in needs tokens before there is a server.
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
  /** Checks that do not depend on time: signature, issuer and audience. */
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
      // Checked below by the shop's clock, with `iat`, which the plugin accepts from the future.
      ignoreExpiration: true,
      ignoreNotBefore: true,
    },
  });
  await host.ready();
  return host.jwt;
}

type RawClaims = Readonly<Record<string, unknown>>;

/** The claims of a token that is valid at `now`, else `undefined`. */
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
    // All errors here come from untrusted input: a bad signature, an unknown `crit`, invalid JSON.
    return undefined;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
