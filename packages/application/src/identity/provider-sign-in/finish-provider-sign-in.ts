import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { msAfter } from '../../ms-after.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { IdentityProviders, ProviderNotFound } from '../../ports/identity/identity-providers.js';
import type { Log } from '../../ports/log.js';
import type { SessionReader } from '../../ports/read-models/session-reader.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import type { AccountLinks } from '../account-links.js';
import { accountOf, type LinkDeps } from './link-account.js';
import type { SignInAttempts } from './sign-in-attempt.js';

/** The browser did not start this sign-in, or started it too long ago. */
export type SignInAttemptUnknown = { readonly type: 'auth.sign-in-not-begun' };

export type FinishProviderSignInCommand = {
  readonly provider: string;
  /** The text that the browser got at the start. */
  readonly attempt?: string;
  /** The parameters that the provider added to the callback URL. */
  readonly query: string;
};
export type FinishProviderSignInError = SignInAttemptUnknown | ProviderNotFound | StorageUnavailable;
/**
 * Where to redirect a browser that returns from a provider: to its `returnUrl`, with a `code` that signs in
 * once within a minute, or with an `error`.
 */
export type FinishProviderSignIn = (
  command: FinishProviderSignInCommand,
) => ResultAsync<string, FinishProviderSignInError>;

/** A minute. */
const codeMs = 60_000;

type Deps = LinkDeps & {
  readonly identityProviders: IdentityProviders;
  readonly signInAttempts: SignInAttempts;
  readonly unitOfWork: UnitOfWork;
  readonly sessionReader: Pick<SessionReader, 'forget'>;
  readonly accountLinks: AccountLinks;
  readonly log: Log;
  readonly callbackUrlOf: (provider: string) => string;
};

export const makeFinishProviderSignIn =
  (deps: Deps): FinishProviderSignIn =>
  ({ provider, attempt: text = '', query }) => {
    const attempt = deps.signInAttempts.read(text, provider);
    if (attempt === undefined) return errAsync({ type: 'auth.sign-in-not-begun' });
    const back = (name: 'code' | 'error', value: string): string => withParameter(attempt.returnUrl, name, value);
    return deps.identityProviders
      .identityOf(provider, `${deps.callbackUrlOf(provider)}?${query}`, deps.signInAttempts.secretsOf(attempt))
      .andThen((identity) => accountOf(deps, identity))
      .andThen((account) =>
        deps.unitOfWork.run((repositories) =>
          account.write(repositories).andThen((userId) => {
            const [id, expiresAt] = [deps.ids.next(), msAfter(deps.clock.now(), codeMs)];
            return repositories.accountTokens
              .add({ id, purpose: 'sign-in', userId, expiresAt })
              .map(() => ({ userId, code: deps.accountLinks.tokenOf({ id, purpose: 'sign-in' }) }));
          }),
        ),
      )
      .map(({ userId, code }) => {
        deps.sessionReader.forget(userId);
        deps.log.info({ event: 'auth.provider-sign-in', provider, userId }, 'a provider signed somebody in');
        return back('code', code);
      })
      .orElse((error): ReturnType<FinishProviderSignIn> => {
        if (error.type === 'auth.provider-not-found' || error.type === 'storage.unavailable') return errAsync(error);
        const reason = error.type === 'auth.provider-unavailable' ? 'temporarily_unavailable' : error.reason;
        deps.log.warn({ event: 'auth.provider-sign-in-failed', provider, reason }, 'a sign-in at a provider failed');
        return okAsync(back('error', reason));
      });
  };

function withParameter(url: string, name: string, value: string): string {
  const [address = '', ...fragment] = url.split('#');
  const query = `${address}${address.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`;
  return [query, ...fragment].join('#');
}
