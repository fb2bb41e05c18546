import type { ResultAsync } from 'neverthrow';

/** No provider of this name is set up. */
export type ProviderNotFound = { readonly type: 'auth.provider-not-found'; readonly provider: string };
/** The provider cannot be reached, or fails. */
export type ProviderUnavailable = { readonly type: 'auth.provider-unavailable'; readonly retryAfterSeconds: number };
/** The provider did not sign anybody in: the user declined, or the response belongs to another sign-in. */
export type ProviderRefused = { readonly type: 'auth.provider-refused'; readonly reason: string };

/** Ties the response of a provider to the browser that was sent there. Each value is used by one sign-in only. */
export type SignInSecrets = {
  /** Comes back in the address. */
  readonly state: string;
  /** Comes back in the signed ID token. */
  readonly nonce: string;
  /** The PKCE code verifier (RFC 7636): 43 characters or more, base64url. */
  readonly verifier: string;
};

/** Whom a provider knows. */
export type ProviderIdentity = {
  readonly email?: string;
  /** Whether the provider has checked that the mailbox is theirs. */
  readonly emailVerified: boolean;
  readonly name?: string;
};

/** Other services that sign people in, by OpenID Connect. Names are those of the settings, in lower case. */
export type IdentityProviders = {
  /** The address at the provider where a browser signs in, and which sends it back to `callbackUrl`. */
  readonly signInUrl: (
    provider: string,
    callbackUrl: string,
    secrets: SignInSecrets,
  ) => ResultAsync<string, ProviderNotFound | ProviderUnavailable>;
  /** Who has signed in; `responseUrl` is the callback's address with what the provider added to it. */
  readonly identityOf: (
    provider: string,
    responseUrl: string,
    secrets: SignInSecrets,
  ) => ResultAsync<ProviderIdentity, ProviderNotFound | ProviderUnavailable | ProviderRefused>;
};
