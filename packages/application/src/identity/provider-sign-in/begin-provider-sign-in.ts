import type { Instant } from '@cartwright/domain';
import { errAsync, type ResultAsync } from 'neverthrow';
import type {
  IdentityProviders,
  ProviderNotFound,
  ProviderUnavailable,
} from '../../ports/identity/identity-providers.js';
import type { ReturnUrls } from '../../ports/return-urls.js';
import type { Secrets } from '../../ports/secrets.js';
import type { SignInAttempts } from './sign-in-attempt.js';

/** The page is not of the shop. Its owner would receive the code that signs visitors in. */
export type SignInReturnRefused = { readonly type: 'auth.return-url-not-allowed' };

export type BeginProviderSignInCommand = { readonly provider: string; readonly returnUrl: string };
export type BeginProviderSignInError = SignInReturnRefused | ProviderNotFound | ProviderUnavailable;
/** The provider URL to redirect a browser to, and the text that it must send back. */
export type BeginProviderSignIn = (
  command: BeginProviderSignInCommand,
) => ResultAsync<BegunSignIn, BeginProviderSignInError>;
export type BegunSignIn = { readonly url: string; readonly attempt: string; readonly expiresAt: Instant };

export const makeBeginProviderSignIn =
  (deps: {
    readonly identityProviders: IdentityProviders;
    readonly signInAttempts: SignInAttempts;
    readonly returnUrls: ReturnUrls;
    readonly secrets: Secrets;
    readonly callbackUrlOf: (provider: string) => string;
  }): BeginProviderSignIn =>
  ({ provider, returnUrl }) => {
    if (!deps.returnUrls.allows(returnUrl)) return errAsync({ type: 'auth.return-url-not-allowed' });
    const attempt = { id: deps.secrets.generate(), provider, returnUrl };
    return deps.identityProviders
      .signInUrl(provider, deps.callbackUrlOf(provider), deps.signInAttempts.secretsOf(attempt))
      .map((url) => ({ url, ...deps.signInAttempts.write(attempt) }));
  };
