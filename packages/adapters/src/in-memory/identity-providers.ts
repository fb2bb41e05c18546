import type { IdentityProviders, ProviderIdentity, SignInSecrets } from '@cartwright/application';
import { errAsync, okAsync } from 'neverthrow';

type Answered = { readonly identity: ProviderIdentity } & Pick<SignInSecrets, 'nonce' | 'verifier'>;

export type InMemoryIdentityProviders = IdentityProviders & {
  /** Signs somebody in at an address of `signInUrl`; returns where the browser goes then. */
  readonly approve: (signInUrl: string, identity: ProviderIdentity) => string;
  /** The user declines. */
  readonly deny: (signInUrl: string) => string;
  readonly goAway: () => void;
};

/** Providers that sign in whoever a test names. */
export function makeInMemoryIdentityProviders(names: readonly string[] = ['google']): InMemoryIdentityProviders {
  const codes = new Map<string, Answered>();
  let isAway = false;
  const fault = (provider: string) => {
    if (!names.includes(provider)) return { type: 'auth.provider-not-found', provider } as const;
    return isAway ? ({ type: 'auth.provider-unavailable', retryAfterSeconds: 5 } as const) : undefined;
  };
  const callbackOf = (signInUrl: string, answer: Readonly<Record<string, string>>): string => {
    const { searchParams } = new URL(signInUrl);
    const url = new URL(searchParams.get('redirect_uri') ?? '');
    const state = searchParams.get('state') ?? '';
    for (const [name, value] of Object.entries({ ...answer, state })) url.searchParams.set(name, value);
    return url.href;
  };

  return {
    signInUrl: (provider, callbackUrl, secrets) => {
      const failed = fault(provider);
      if (failed !== undefined) return errAsync(failed);
      const query = new URLSearchParams({ redirect_uri: callbackUrl, ...secrets });
      return okAsync(`https://${provider}.example/authorize?${query.toString()}`);
    },
    identityOf: (provider, responseUrl, { state, nonce, verifier }) => {
      const failed = fault(provider);
      if (failed !== undefined) return errAsync(failed);
      const { searchParams } = new URL(responseUrl);
      const refused = (reason: string) => errAsync({ type: 'auth.provider-refused', reason } as const);
      if (searchParams.get('state') !== state) return refused('sign_in_failed');
      if (searchParams.has('error')) return refused(searchParams.get('error') ?? '');
      const code = searchParams.get('code') ?? '';
      const answered = codes.get(code);
      codes.delete(code);
      if (answered?.nonce !== nonce || answered.verifier !== verifier) return refused('sign_in_failed');
      return okAsync(answered.identity);
    },
    approve: (signInUrl, identity) => {
      const { searchParams } = new URL(signInUrl);
      const code = `code-${codes.size + 1}`;
      const [nonce, verifier] = [searchParams.get('nonce') ?? '', searchParams.get('verifier') ?? ''];
      codes.set(code, { identity, nonce, verifier });
      return callbackOf(signInUrl, { code });
    },
    deny: (signInUrl) => callbackOf(signInUrl, { error: 'access_denied' }),
    goAway: () => {
      isAway = true;
    },
  };
}
