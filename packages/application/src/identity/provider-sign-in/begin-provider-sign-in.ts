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

/** The page is not one of the shop's: whoever controls it would receive what signs its visitors in. */
export type SignInReturnRefused = { readonly type: 'auth.return-url-not-allowed' };

export type BeginProviderSignInCommand = { readonly provider: string; readonly returnUrl: string };
export type BeginProviderSignInError = SignInReturnRefused | ProviderNotFound | ProviderUnavailable;
/** Where to send a browser that signs in at a provider, and the text that it has to bring back. */
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
