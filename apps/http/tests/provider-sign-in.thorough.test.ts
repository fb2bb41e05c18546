import { freeLoopbackPort } from '@cartwright/adapters/testing/free-loopback-port';
import { signInAt, startOidcProvider } from '@cartwright/adapters/testing/oidc-provider/start-oidc-provider';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bearer, shopClient } from '../testing/shop-client.js';
import { startEmbeddedShop } from '../testing/start-shop.js';

it('a customer signs in at a provider, and gets an error when the provider is unavailable', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'cartwright-provider-'));
  const port = await freeLoopbackPort();
  const page = 'http://127.0.0.1:4999/signed-in';
  const provider = await startOidcProvider(`http://127.0.0.1:${port}/api/v1/auth/oauth/local/callback`);
  const shop = await startEmbeddedShop(dataDir, {
    PORT: String(port),
    ALLOWED_ORIGINS: 'http://127.0.0.1:4999',
    OIDC_LOCAL_ISSUER: provider.issuer,
    OIDC_LOCAL_CLIENT_ID: provider.clientId,
    OIDC_LOCAL_CLIENT_SECRET: provider.clientSecret,
    OIDC_AWAY_ISSUER: `http://127.0.0.1:${await freeLoopbackPort()}`,
    OIDC_AWAY_CLIENT_ID: 'shop',
    OIDC_AWAY_CLIENT_SECRET: 'secret',
  });
  try {
    const call = shopClient(shop.url);
    const begin = (name: string) => call('GET', `/api/v1/auth/oauth/${name}?returnUrl=${encodeURIComponent(page)}`);
    const begun = await begin('local');
    expect(begun.status).toBe(302);
    const [cookie = ''] = String(begun.headers['set-cookie']).split(';');
    const responseUrl = await signInAt(String(begun.headers['location']), {
      email: 'ada@example.com',
      emailVerified: true,
      name: 'Ada Lovelace',
    });
    const { pathname, search } = new URL(responseUrl);
    const finished = await call('GET', `${pathname}${search}`, { headers: { cookie } });
    const back = new URL(String(finished.headers['location']));
    expect([finished.status, back.origin + back.pathname]).toEqual([302, page]);
    const body = { code: back.searchParams.get('code') };
    const signedIn = await call('POST', '/api/v1/auth/oauth/token', { body });
    expect([signedIn.status, signedIn.body.user.emailVerified]).toEqual([200, true]);
    const me = await call('GET', '/api/v1/me', { headers: bearer(signedIn.body.accessToken) });
    expect(me.body.email).toBe('ada@example.com');
    expect((await call('POST', '/api/v1/auth/oauth/token', { body })).status).toBe(401);

    const away = await begin('away');
    expect([away.status, away.body.code, away.headers['retry-after']]).toEqual([503, 'auth.provider-unavailable', '5']);
    const log = shop.http.output();
    for (const secret of [provider.clientSecret, String(body.code), signedIn.body.refreshToken])
      expect(log).not.toContain(secret);
  } finally {
    await shop.stop();
    await provider.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});
