import type { ResultAsync } from 'neverthrow';
import type { Role } from '../identity/permissions.js';

export type AccessTokenClaims = { readonly userId: string; readonly role: Role };
export type AccessTokenRefused = { readonly type: 'auth.token-invalid' };

export type TokenIssuer = {
  /** A signed access token; `expiresIn` is in seconds. */
  readonly issue: (claims: AccessTokenClaims) => { readonly accessToken: string; readonly expiresIn: number };
  readonly verify: (accessToken: string) => ResultAsync<AccessTokenClaims, AccessTokenRefused>;
};
