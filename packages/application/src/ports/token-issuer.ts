import type { ResultAsync } from 'neverthrow';
import type { Role } from '../identity/permissions.js';

/** Who a token speaks for. */
export type AccessTokenClaims = { readonly userId: string; readonly role: Role };
/** The token is expired, altered, or was never one of ours. */
export type AccessTokenRefused = { readonly type: 'auth.token-invalid' };

/** Makes and checks access tokens, which need no storage. */
export type TokenIssuer = {
  /** A signed access token; `expiresIn` is in seconds. */
  readonly issue: (claims: AccessTokenClaims) => { readonly accessToken: string; readonly expiresIn: number };
  readonly verify: (accessToken: string) => ResultAsync<AccessTokenClaims, AccessTokenRefused>;
};
