import { freeLoopbackPort } from '@cartwright/adapters/testing/free-loopback-port';
import { isWithoutBrowser, openChromium } from '@cartwright/tests/browser/open-chromium';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { shopClient } from '../testing/shop-client.js';
import { startTemporaryShop, type RunningShop } from '../testing/start-shop.js';

const ada = { email: 'ada@example.com', password: 'correct horse', name: 'Ada' };

describe.skipIf(isWithoutBrowser)('a browser that signs in by cookie', () => {
  let servers: Server[];
  let shop: RunningShop;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** The pages that the shop allows, those of another origin of the same site, and those of another site. */
  let storefront: string;
  let neighbour: string;
  let stranger: string;

  const servePages = async (): Promise<number> => {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<title>A page</title><h1>A page</h1>');
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };

  beforeAll(async () => {
    servers = [];
    const port = await servePages();
    storefront = `http://127.0.0.1:${port}`;
    stranger = `http://localhost:${port}`;
    neighbour = `http://127.0.0.1:${await servePages()}`;
    shop = await startTemporaryShop({
      PORT: String(await freeLoopbackPort()),
      ALLOWED_ORIGINS: storefront,
    });
    await shopClient(shop.url)('POST', '/api/v1/auth/register', { body: ada });
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.stop();
    for (const server of servers) server.close();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
    await page.goto(storefront);
  });
  afterEach(() => context.close());

  /** What a script of the open page gets: status and body, or that the browser refused. */
  const call = (
    method: string,
    path: string,
    { body, csrfToken, accessToken }: { body?: object; csrfToken?: string; accessToken?: string } = {},
  ) =>
    page.evaluate(
      async ({ url, init }) => {
        try {
          const response = await fetch(url, init);
          const text = await response.text();
          return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
        } catch {
          return { status: 0, body: {} };
        }
      },
      {
        url: `${shop.url}/api/v1${path}`,
        init: {
          method,
          credentials: accessToken === undefined ? ('include' as const) : ('omit' as const),
          headers: {
            ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...(csrfToken === undefined ? {} : { 'x-csrf-token': csrfToken }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        },
      },
    );
  const signIn = async (): Promise<string> => {
    const { status, body } = await call('POST', '/auth/session', {
      body: { email: ada.email, password: ada.password },
    });
    expect(status).toBe(200);
    return String(body.csrfToken);
  };
  /** Sends a form from a page to the shop, and returns what the browser then shows. */
  const sendForm = async (from: string, path: string): Promise<string> => {
    await page.goto(from);
    const answered = page.waitForResponse((response) => response.url().endsWith(path));
    await page.setContent(`<form method="post" action="${shop.url}/api/v1${path}"><button>Win</button></form>`);
    await page.getByRole('button').click();
    return (await answered).text();
  };

  it('reads, writes, comes back after a reload and signs out, and no script sees the cookie', async () => {
    const csrfToken = await signIn();
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(await context.cookies()).toEqual([
      expect.objectContaining({ name: 'cartwright-session', httpOnly: true, secure: true, sameSite: 'Lax' }),
    ]);
    expect((await call('GET', '/me')).body.email).toBe(ada.email);
    const body = { name: 'Countess' };
    expect((await call('PATCH', '/me', { body })).body.code).toBe('auth.csrf-token-missing');
    expect((await call('PATCH', '/me', { body, csrfToken })).body.name).toBe('Countess');

    await page.reload();
    const { body: session } = await call('GET', '/auth/session');
    expect(session).toMatchObject({ user: { name: 'Countess' }, csrfToken });

    expect((await call('DELETE', '/auth/session', { csrfToken })).status).toBe(204);
    expect(await context.cookies()).toEqual([]);
    expect((await call('GET', '/me')).status).toBe(401);
  });

  it('may use access tokens instead, which set no cookie and need no CSRF token', async () => {
    const body = { email: ada.email, password: ada.password };
    const { body: first } = await call('POST', '/auth/login', { body });
    expect(await context.cookies()).toEqual([]);
    const { body: signedIn } = await call('POST', '/auth/refresh', { body: { refreshToken: first.refreshToken } });
    const { accessToken, refreshToken } = signedIn;
    expect((await call('PATCH', '/me', { accessToken, body: { name: 'Ada' } })).body.name).toBe('Ada');
    await page.goto(stranger);
    expect((await call('GET', '/me', { accessToken })).status).toBe(0);
    await page.goto(storefront);
    expect((await call('POST', '/auth/logout', { accessToken, body: { refreshToken } })).status).toBe(204);
    expect((await call('GET', '/me', { accessToken })).status).toBe(401);
  });

  it('sends nothing along with a form of another site', async () => {
    await signIn();
    expect(await sendForm(stranger, '/auth/logout-all')).toContain('auth.token-missing');
    await page.goto(storefront);
    expect((await call('GET', '/me')).status).toBe(200);
  });

  it('sends its cookie along with a form of another origin of the site, which the shop refuses', async () => {
    await signIn();
    expect(await sendForm(neighbour, '/auth/logout-all')).toContain('auth.csrf-token-missing');
    await page.goto(storefront);
    expect((await call('GET', '/me')).status).toBe(200);
  });

  it('lets no page read that the shop does not allow, nor sign anybody in', async () => {
    await signIn();
    for (const origin of [neighbour, stranger]) {
      await page.goto(origin);
      expect((await call('GET', '/auth/session')).status).toBe(0);
      expect((await call('POST', '/auth/session', { body: ada })).status).toBe(0);
    }
  });
});
