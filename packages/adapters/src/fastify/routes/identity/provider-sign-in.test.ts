import type { ProviderIdentity } from '@cartwright/application';
import { openShop, type Shop, type ShopResponse } from '@cartwright/adapters/testing/shop-over-http';
import { TOTP } from 'otpauth';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const page = 'https://shop.example/signed-in';
const ada: ProviderIdentity = { email: 'Ada@example.com', emailVerified: true, name: 'Ada Lovelace' };
const begin = (returnUrl = page, provider = 'google') =>
  shop.call('GET', `/api/v1/auth/oauth/${provider}?returnUrl=${encodeURIComponent(returnUrl)}`);
const cookieOf = ({ headers }: ShopResponse): string => String(headers['set-cookie']).split(';')[0] ?? '';
const goTo = (url: string, cookie?: string) => {
  const { pathname, search } = new URL(url);
  return shop.call('GET', `${pathname}${search}`, cookie === undefined ? {} : { headers: { cookie } });
};
/** Signs in at the provider; returns where the browser ends. */
const signIn = async (identity: ProviderIdentity, returnUrl = page): Promise<URL> => {
  const begun = await begin(returnUrl);
  const responseUrl = shop.identityProviders.approve(String(begun.headers.location), identity);
  const { status, headers } = await goTo(responseUrl, cookieOf(begun));
  expect(status).toBe(302);
  return new URL(String(headers.location));
};
const exchange = (code: string | null) => shop.call('POST', '/api/v1/auth/oauth/token', { body: { code } });
const signInFully = async (identity: ProviderIdentity) => exchange((await signIn(identity)).searchParams.get('code'));
const usersWith = (email: string) => [...shop.store.committed().users.values()].filter((user) => user.email === email);

describe('signing in at a provider', () => {
  it('sends the browser there, with a cookie that it brings back', async () => {
    const { status, headers } = await begin();
    expect([status, new URL(String(headers.location)).origin]).toEqual([302, 'https://google.example']);
    expect(new URL(String(headers.location)).searchParams.get('redirect_uri')).toBe(
      'http://127.0.0.1:3000/api/v1/auth/oauth/google/callback',
    );
    expect(headers['set-cookie']).toMatch(/^cartwright-sign-in=.*; HttpOnly; Secure; SameSite=Lax$/u);
  });

  it('makes an account for a verified e-mail, and signs in as a login does', async () => {
    const { status, body, headers } = await signInFully(ada);
    expect([status, Object.keys(body).toSorted(), headers['cache-control']]).toEqual([
      200,
      ['accessToken', 'expiresIn', 'refreshToken', 'user'],
      'no-store',
    ]);
    expect(body.user).toMatchObject({ email: 'ada@example.com', name: 'Ada Lovelace', emailVerified: true });
    const me = await shop.call('GET', '/api/v1/me', { headers: { authorization: `Bearer ${body.accessToken}` } });
    expect([me.status, me.body.role]).toEqual([200, 'customer']);
    expect((await signInFully(ada)).body.user.id).toBe(body.user.id);
    expect(usersWith('ada@example.com')).toHaveLength(1);
  });

  it('leads back to the page that it began at, with what its address has', async () => {
    const url = await signIn(ada, `${page}?check=abc#top`);
    expect([url.origin + url.pathname, url.searchParams.get('check'), url.hash]).toEqual([page, 'abc', '#top']);
  });

  it('gives a code that works once, for a minute', async () => {
    const [first, second] = [await signIn(ada), await signIn(ada)].map((url) => url.searchParams.get('code'));
    const answers = await Promise.all([exchange(first ?? ''), exchange(first ?? '')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    expect((await exchange(first ?? '')).body.code).toBe('auth.code-invalid');
    // The code of another sign-in of the same user is void, too.
    expect((await exchange(second ?? '')).status).toBe(401);
    const third = (await signIn(ada)).searchParams.get('code');
    shop.clock.advance(60_000);
    expect((await exchange(third)).status).toBe(401);
  });

  it.each(['guessed', '00000000-0000-7000-8000-000000000001.x', '', 'x'.repeat(201)])(
    'signs nobody in by a code that this shop did not make: %s',
    async (code) => {
      expect([400, 401]).toContain((await exchange(code)).status);
    },
  );

  it.each([
    'https://evil.example/',
    'https://shop.example.evil.example/',
    'https://shop.example@evil.example/',
    'javascript:alert(1)',
    '//evil.example',
    '/signed-in',
  ])('is refused to pages of others: %s', async (returnUrl) => {
    const { status, body } = await begin(returnUrl);
    expect([status, body.code]).toEqual([400, 'auth.return-url-not-allowed']);
  });

  it('needs a page to return to', async () => {
    const { status, body } = await shop.call('GET', '/api/v1/auth/oauth/google');
    expect([status, body.errors[0].field]).toEqual([400, 'returnUrl']);
  });

  it('knows the providers of the settings only', async () => {
    for (const path of [`nobody?returnUrl=${page}`, 'nobody/callback?code=x&state=y', `GOOGLE?returnUrl=${page}`])
      expect([400, 404]).toContain((await shop.call('GET', `/api/v1/auth/oauth/${path}`)).status);
    expect((await begin(page, 'nobody')).body.code).toBe('auth.provider-not-found');
  });

  it('is answered with 503 while the provider is away, and a browser that was there is sent back', async () => {
    const begun = await begin();
    const responseUrl = shop.identityProviders.approve(String(begun.headers.location), ada);
    shop.identityProviders.goAway();
    const { status, body, headers } = await begin();
    expect([status, body.code, headers['retry-after']]).toEqual([503, 'auth.provider-unavailable', '5']);
    const back = await goTo(responseUrl, cookieOf(begun));
    expect(back.headers.location).toBe(`${page}?error=temporarily_unavailable`);
  });

  it('leads back with an error when the user declines', async () => {
    const begun = await begin();
    const { status, headers } = await goTo(
      shop.identityProviders.deny(String(begun.headers.location)),
      cookieOf(begun),
    );
    expect([status, headers.location]).toEqual([302, `${page}?error=access_denied`]);
  });
});

describe('the answer of a provider', () => {
  it('is refused from a browser that did not begin, or began another sign-in', async () => {
    const [mine, theirs] = [await begin(), await begin()];
    const responseUrl = shop.identityProviders.approve(String(theirs.headers.location), ada);
    const nobody = await goTo(responseUrl);
    expect([nobody.status, nobody.body.code]).toEqual([400, 'auth.sign-in-not-begun']);
    const [name = '', text = ''] = cookieOf(theirs).split('=');
    const forged = await goTo(responseUrl, `${name}=${text.replace('shop.example', 'evil.example')}`);
    expect(forged.body.code).toBe('auth.sign-in-not-begun');
    expect((await goTo(responseUrl, cookieOf(mine))).headers.location).toBe(`${page}?error=sign_in_failed`);
    expect(usersWith('ada@example.com')).toEqual([]);
  });

  it('is refused ten minutes later, and from a cookie of another provider', async () => {
    const begun = await begin();
    const responseUrl = shop.identityProviders.approve(String(begun.headers.location), ada);
    expect((await goTo(responseUrl.replace('/google/', '/other/'), cookieOf(begun))).status).toBe(400);
    shop.clock.advance(600_000);
    expect((await goTo(responseUrl, cookieOf(begun))).status).toBe(400);
  });

  it.each([{ email: 'ada@example.com', emailVerified: false }, { emailVerified: true }])(
    'signs nobody in without a verified e-mail: %o',
    async (identity) => {
      await shop.register();
      expect((await signIn(identity)).search).toBe('?error=email_not_verified');
    },
  );
});

describe('an account', () => {
  const credentials = { email: 'ada@example.com', password: 'correct horse' };
  const logIn = async () => (await shop.call('POST', '/api/v1/auth/login', { body: credentials })).status;
  const change = (changes: object) => {
    const [user] = usersWith('ada@example.com');
    if (user !== undefined) shop.store.setSignedIn({ ...user, ...changes }, sessionOf(user.id));
  };
  const sessionOf = (userId: string) => {
    const at = shop.clock.now();
    return { id: userId, userId, createdAt: at, lastUsedAt: at, expiresAt: at };
  };

  it('that has verified its e-mail is signed in to, and its password stays', async () => {
    const { user } = await shop.register();
    change({ emailVerifiedAt: shop.clock.now() });
    expect((await signInFully(ada)).body.user.id).toBe(user.id);
    expect(await logIn()).toBe(200);
  });

  it('that somebody else may have registered belongs to the owner of the e-mail from then on', async () => {
    const { user, headers, refreshToken } = await shop.register();
    const address = {
      fullName: 'Mallory',
      line1: '1 High Street',
      city: 'London',
      postalCode: 'SW1Y 4JH',
      country: 'GB',
    };
    expect((await shop.call('POST', '/api/v1/me/addresses', { headers, body: address })).status).toBe(201);
    const { body } = await signInFully(ada);
    expect([body.user.id, body.user.emailVerified]).toEqual([user.id, true]);
    expect(await logIn()).toBe(401);
    expect((await shop.call('GET', '/api/v1/me', { headers })).status).toBe(401);
    expect((await shop.call('POST', '/api/v1/auth/refresh', { body: { refreshToken } })).status).toBe(401);
    const own = { headers: { authorization: `Bearer ${body.accessToken}` } };
    expect((await shop.call('GET', '/api/v1/me/addresses', own)).body.data).toEqual([]);
  });

  it('that is disabled is not signed in to', async () => {
    await shop.register();
    change({ emailVerifiedAt: shop.clock.now(), disabledAt: shop.clock.now() });
    expect((await signIn(ada)).search).toBe('?error=account_disabled');
  });
});

describe('an account with a second factor', () => {
  const codeOf = (secret: string): string => new TOTP({ secret }).generate({ timestamp: Date.parse(shop.clock.now()) });
  const enrol = async (accessToken: string): Promise<string> => {
    const headers = { authorization: `Bearer ${accessToken}` };
    const { secret } = (await shop.call('POST', '/api/v1/me/totp', { headers })).body as { readonly secret: string };
    const body = { code: codeOf(secret) };
    expect((await shop.call('POST', '/api/v1/me/totp/confirm', { headers, body })).status).toBe(200);
    shop.clock.advance(30_000);
    return secret;
  };

  it('is signed in to at a provider only with a code of it, too', async () => {
    const secret = await enrol((await signInFully(ada)).body.accessToken);
    const code = (await signIn(ada)).searchParams.get('code');
    const send = (totp?: string) =>
      shop.call('POST', '/api/v1/auth/oauth/token', { body: { code, ...(totp === undefined ? {} : { totp }) } });
    const refused = [await send(), await send('000000')];
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual([
      [401, 'auth.totp-required'],
      [401, 'auth.totp-invalid'],
    ]);
    const noted = [...shop.store.committed().auditLog.values()].map(({ action }) => action);
    expect(noted.filter((action) => action === 'auth.totp-failed')).toHaveLength(1);
    expect((await send(codeOf(secret))).status).toBe(200);
    expect((await send(codeOf(secret))).body.code).toBe('auth.code-invalid');
  });

  it('that somebody else prepared with the e-mail of its owner loses the factor when the owner comes', async () => {
    await enrol((await shop.register('ada@example.com')).accessToken);
    expect((await signInFully(ada)).status).toBe(200);
  });
});
