import type { ResultAsync } from 'neverthrow';

/** Who a token speaks for, and the session that it belongs to. What they may do is looked up at each request. */
export type AccessTokenClaims = { readonly userId: string; readonly sessionId: string };
/** The token is expired, altered, was never one of ours, or its session has ended. */
export type AccessTokenRefused = { readonly type: 'auth.token-invalid' };

/** Makes and checks access tokens, which need no storage. */
export type TokenIssuer = {
  /** A signed access token; `expiresIn` is in seconds. */
  readonly issue: (claims: AccessTokenClaims) => { readonly accessToken: string; readonly expiresIn: number };
  readonly verify: (accessToken: string) => ResultAsync<AccessTokenClaims, AccessTokenRefused>;
};
