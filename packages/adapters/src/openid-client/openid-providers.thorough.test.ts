import { describeIdentityProvidersContract } from '@cartwright/application/contracts/identity/identity-providers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  signInAt,
  startOidcProvider,
  type RunningOidcProvider,
} from '../../testing/oidc-provider/start-oidc-provider.js';
import { makeCollectedLog } from '../in-memory/collected-log.js';
import { makeOpenidProviders } from './openid-providers.js';

const callbackUrl = 'http://127.0.0.1:3000/api/v1/auth/oauth/local/callback';
const secrets = { state: 's'.repeat(43), nonce: 'n'.repeat(43), verifier: 'v'.repeat(43) };
let provider: RunningOidcProvider;
beforeAll(async () => {
  provider = await startOidcProvider(callbackUrl);
});
afterAll(async () => provider?.stop());

const open = ({ issuer = provider.issuer, clientSecret = provider.clientSecret } = {}) => {
  const log = makeCollectedLog();
  const { clientId } = provider;
  return {
    providers: makeOpenidProviders({ providers: [{ name: 'local', issuer, clientId, clientSecret }], log }),
    log,
  };
};

describeIdentityProvidersContract('openid-client', async () => ({
  ...open(),
  name: 'local',
  callbackUrl,
  approve: signInAt,
  deny: (url) => signInAt(url, 'deny'),
  dispose: async () => undefined,
}));

describe('openid-client', () => {
  it('sends a browser to the provider with PKCE, a state and a nonce', async () => {
    const url = new URL((await open().providers.signInUrl('local', callbackUrl, secrets))._unsafeUnwrap());
    expect(url.origin).toBe(provider.issuer);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      scope: 'openid email profile',
      redirect_uri: callbackUrl,
      code_challenge_method: 'S256',
      state: secrets.state,
      nonce: secrets.nonce,
    });
    expect(url.href).not.toContain(secrets.verifier);
  });

  it('reports a provider that is away, also one that goes away during a sign-in, and finds it again', async () => {
    const own = await startOidcProvider(callbackUrl);
    const { providers } = open({ issuer: own.issuer });
    const url = (await providers.signInUrl('local', callbackUrl, secrets))._unsafeUnwrap();
    const responseUrl = await signInAt(url, { email: 'ada@example.com', emailVerified: true });
    await own.stop();
    const away = { type: 'auth.provider-unavailable', retryAfterSeconds: 5 };
    expect((await providers.identityOf('local', responseUrl, secrets))._unsafeUnwrapErr()).toEqual(away);
    const { providers: fresh } = open({ issuer: own.issuer });
    for (const _try of [1, 2])
      expect((await fresh.signInUrl('local', callbackUrl, secrets))._unsafeUnwrapErr()).toEqual(away);
  });

  it('signs nobody in with a wrong client secret, and logs neither secret nor code', async () => {
    const { providers, log } = open({ clientSecret: 'a wrong secret' });
    const url = (await providers.signInUrl('local', callbackUrl, secrets))._unsafeUnwrap();
    const responseUrl = await signInAt(url, { email: 'ada@example.com', emailVerified: true });
    const refused = await providers.identityOf('local', responseUrl, secrets);
    expect(refused._unsafeUnwrapErr()).toEqual({ type: 'auth.provider-refused', reason: 'sign_in_failed' });
    const written = JSON.stringify(log.lines);
    expect(written).toContain('auth.provider-refused');
    for (const secret of ['a wrong secret', secrets.verifier, new URL(responseUrl).searchParams.get('code') ?? 'code'])
      expect(written).not.toContain(secret);
  });
});
