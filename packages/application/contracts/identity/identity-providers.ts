import type { IdentityProviders, ProviderIdentity, SignInSecrets } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { subjectForEachTest } from '../unit-of-work/subject.js';

export type IdentityProvidersSubject = {
  readonly providers: IdentityProviders;
  /** A provider that there is. */
  readonly name: string;
  readonly callbackUrl: string;
  /** Signs somebody in at an address of `signInUrl`; returns where the browser goes then. */
  readonly approve: (signInUrl: string, identity: ProviderIdentity) => Promise<string>;
  readonly deny: (signInUrl: string) => Promise<string>;
  readonly dispose: () => Promise<void>;
};

const ada: ProviderIdentity = { email: 'ada@example.com', emailVerified: true, name: 'Ada Lovelace' };
const secrets: SignInSecrets = { state: 's'.repeat(43), nonce: 'n'.repeat(43), verifier: 'v'.repeat(43) };

/** What every `IdentityProviders` promises. */
export const describeIdentityProvidersContract = (
  title: string,
  makeSubject: () => Promise<IdentityProvidersSubject>,
): void => {
  describe(`${title} as identity providers`, () => {
    const subject = subjectForEachTest(makeSubject);
    const begin = async (): Promise<string> =>
      (await subject().providers.signInUrl(subject().name, subject().callbackUrl, secrets))._unsafeUnwrap();
    const finish = (responseUrl: string, given: Partial<SignInSecrets> = {}) =>
      subject().providers.identityOf(subject().name, responseUrl, { ...secrets, ...given });

    it.each([true, false])('know who signed in, and whether their mailbox was verified: %s', async (emailVerified) => {
      const responseUrl = await subject().approve(await begin(), { ...ada, emailVerified });
      expect(responseUrl.startsWith(`${subject().callbackUrl}?`)).toBe(true);
      expect((await finish(responseUrl))._unsafeUnwrap()).toEqual({ ...ada, emailVerified });
    });

    it('return nobody for a user who declines', async () => {
      const refused = await finish(await subject().deny(await begin()));
      expect(refused._unsafeUnwrapErr()).toEqual({ type: 'auth.provider-refused', reason: 'access_denied' });
    });

    it('answer once', async () => {
      const responseUrl = await subject().approve(await begin(), ada);
      expect((await finish(responseUrl)).isOk()).toBe(true);
      expect((await finish(responseUrl))._unsafeUnwrapErr().type).toBe('auth.provider-refused');
    });

    it.each(['state', 'nonce', 'verifier'] as const)('refuse the answer to a sign-in with another %s', async (name) => {
      const responseUrl = await subject().approve(await begin(), ada);
      const refused = await finish(responseUrl, { [name]: 'x'.repeat(43) });
      expect(refused._unsafeUnwrapErr()).toEqual({ type: 'auth.provider-refused', reason: 'sign_in_failed' });
    });

    it('refuse a response that no provider sent', async () => {
      const refused = await finish(`${subject().callbackUrl}?code=guessed&state=${secrets.state}`);
      expect(refused._unsafeUnwrapErr().type).toBe('auth.provider-refused');
    });

    it('are only those of the settings', async () => {
      const { providers, callbackUrl } = subject();
      const error = { type: 'auth.provider-not-found', provider: 'nobody' };
      expect((await providers.signInUrl('nobody', callbackUrl, secrets))._unsafeUnwrapErr()).toEqual(error);
      expect((await providers.identityOf('nobody', callbackUrl, secrets))._unsafeUnwrapErr()).toEqual(error);
    });
  });
};
