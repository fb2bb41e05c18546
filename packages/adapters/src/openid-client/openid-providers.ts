import type {
  IdentityProviders,
  Log,
  ProviderIdentity,
  ProviderNotFound,
  ProviderRefused,
  ProviderUnavailable,
  SignInSecrets,
} from '@cartwright/application';
import { LRUCache } from 'lru-cache';
import { errAsync, ResultAsync } from 'neverthrow';
import {
  allowInsecureRequests,
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientError,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  ResponseBodyError,
  type Configuration,
  type IDToken,
  type UserInfoResponse,
} from 'openid-client';

/** The shop's account at a provider. */
export type ProviderSettings = {
  /** In lower case, as in addresses. */
  readonly name: string;
  /** An https address; http on this machine only. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
};

/** How long a provider may take to respond, in seconds. */
const timeoutSeconds = 5;
/** How long what a provider says of itself is cached. */
const metadataMs = 3_600_000;

/**
 * Signs people in at OpenID Connect providers, by the authorization code flow with PKCE. The signature of an ID token
 * is checked, although it comes from the provider directly.
 *
 * @example makeOpenidProviders({ providers: [{ name: 'google', issuer: 'https://accounts.google.com', … }], log })
 */
export function makeOpenidProviders({
  providers,
  log,
}: {
  readonly providers: readonly ProviderSettings[];
  readonly log: Log;
}): IdentityProviders {
  const settings = new Map(providers.map((provider) => [provider.name, provider]));
  const metadata = new LRUCache<string, Promise<Configuration>>({ max: 100, ttl: metadataMs });
  const configurationOf = (provider: ProviderSettings): Promise<Configuration> => {
    const known = metadata.get(provider.name);
    if (known !== undefined) return known;
    const discovered = discover(provider);
    metadata.set(provider.name, discovered);
    discovered.catch(() => metadata.delete(provider.name));
    return discovered;
  };
  const at = <T, E>(
    name: string,
    use: (configuration: Configuration) => ResultAsync<T, E>,
  ): ResultAsync<T, E | ProviderNotFound | ProviderUnavailable> => {
    const provider = settings.get(name);
    if (provider === undefined) return errAsync({ type: 'auth.provider-not-found', provider: name });
    return ResultAsync.fromPromise<Configuration, E | ProviderUnavailable>(configurationOf(provider), (error) => {
      log.warn({ event: 'auth.provider-unavailable', provider: name, reason: describe(error) }, 'a provider is away');
      return unavailable;
    }).andThen(use);
  };

  return {
    signInUrl: (provider, callbackUrl, { state, nonce, verifier }) =>
      at(provider, (configuration) =>
        ResultAsync.fromSafePromise(calculatePKCECodeChallenge(verifier)).map(
          (challenge) =>
            buildAuthorizationUrl(configuration, {
              redirect_uri: callbackUrl,
              scope: 'openid email profile',
              code_challenge: challenge,
              code_challenge_method: 'S256',
              state,
              nonce,
            }).href,
        ),
      ),
    identityOf: (provider, responseUrl, secrets) =>
      at(provider, (configuration) =>
        ResultAsync.fromPromise(askForIdentity(configuration, responseUrl, secrets), (error) => {
          const failure = failureOf(error);
          const reason = describe(error);
          if (failure === unavailable)
            log.warn({ event: 'auth.provider-unavailable', provider, reason }, 'a provider is away');
          else log.warn({ event: 'auth.provider-refused', provider, reason }, 'a provider signed nobody in');
          return failure;
        }),
      ),
  };
}

const discover = ({ issuer, clientId, clientSecret }: ProviderSettings): Promise<Configuration> =>
  discovery(new URL(issuer), clientId, clientSecret, undefined, {
    timeout: timeoutSeconds,
    // The settings admit http on this machine only.
    execute: [enableNonRepudiationChecks, ...(issuer.startsWith('http:') ? [allowInsecureRequests] : [])],
  });

async function askForIdentity(
  configuration: Configuration,
  responseUrl: string,
  { state, nonce, verifier }: SignInSecrets,
): Promise<ProviderIdentity> {
  const tokens = await authorizationCodeGrant(configuration, new URL(responseUrl), {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) throw new ClientError('no ID token');
  if (claims['email'] !== undefined || configuration.serverMetadata().userinfo_endpoint === undefined)
    return identityIn(claims);
  // The specification lets providers leave the e-mail to this endpoint.
  return identityIn(await fetchUserInfo(configuration, tokens.access_token, claims.sub));
}

function identityIn({ email, email_verified: verified, name }: IDToken | UserInfoResponse): ProviderIdentity {
  return {
    ...(typeof email === 'string' ? { email } : {}),
    // Some providers write it as a text.
    emailVerified: verified === true || verified === 'true',
    ...(typeof name === 'string' ? { name } : {}),
  };
}

const unavailable: ProviderUnavailable = { type: 'auth.provider-unavailable', retryAfterSeconds: 5 };

function failureOf(error: unknown): ProviderUnavailable | ProviderRefused {
  if (error instanceof AuthorizationResponseError) {
    if (error.error === 'temporarily_unavailable' || error.error === 'server_error') return unavailable;
    return {
      type: 'auth.provider-refused',
      reason: error.error === 'access_denied' ? 'access_denied' : 'sign_in_failed',
    };
  }
  if (error instanceof ResponseBodyError && error.status >= 500) return unavailable;
  // `fetch` fails with a TypeError where there is no answer.
  if (error instanceof TypeError && error.message === 'fetch failed') return unavailable;
  if (error instanceof ClientError && (error.code === 'OAUTH_TIMEOUT' || isServerFault(error.cause)))
    return unavailable;
  return { type: 'auth.provider-refused', reason: 'sign_in_failed' };
}

const isServerFault = (cause: unknown): boolean => cause instanceof Response && cause.status >= 500;

/** For the log: what failed, without tokens and codes, which are in the causes of the error only. */
const describe = (error: unknown): string =>
  error instanceof Error
    ? [error.message, codeOf(error), codeOf(error.cause)].filter((part) => part !== '').join(' ')
    : 'unknown';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
