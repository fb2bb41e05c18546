import { describe, expect, it } from 'vitest';
import { openShop } from '@cartwright/adapters/testing/shop-over-http';

const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8' };

describe('the start page', () => {
  it('leads a browser to the documentation', async () => {
    const shop = await openShop();
    const { status, headers } = await shop.call('GET', '/', { headers: browser });
    expect([status, headers.location, headers.vary]).toEqual([302, '/docs', 'accept']);
    expect((await shop.call('GET', '/docs')).status).toBe(200);
  });

  it.each([
    ['accepts JSON', { accept: 'application/json' }],
    ['accepts anything', { accept: '*/*' }],
    ['states no preference', {}],
    ['accepts JSON and HTML', { accept: 'application/json, text/html' }],
  ])('gives a client that %s links that work', async (_name, headers) => {
    const shop = await openShop();
    const { status, body } = await shop.call('GET', '/', { headers });
    expect([status, body.name]).toEqual([200, 'Cartwright']);
    expect(body.links).toEqual({ api: '/api/v1', health: '/health/ready', docs: '/docs', openapi: '/openapi.json' });
    for (const link of [body.links.health, body.links.docs, body.links.openapi, `${body.links.api}/products`]) {
      expect.soft((await shop.call('GET', link)).status, link).toBe(200);
    }
  });

  it('says so where the documentation is turned off, and links to none', async () => {
    const shop = await openShop({ docs: false });
    const { body } = await shop.call('GET', '/');
    expect(body.message).toContain('documentation is turned off');
    expect(body.links).toEqual({ api: '/api/v1', health: '/health/ready' });

    const page = await shop.call('GET', '/', { headers: browser });
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).toContain('documentation is turned off');
  });

  it.each(['/docs', '/docs/', '/docs/json', '/openapi.json'])(
    'has no %s where the documentation is turned off',
    async (path) => {
      const { status, body } = await (await openShop({ docs: false })).call('GET', path);
      expect([status, body.code]).toEqual([404, 'request.not-found']);
    },
  );
});
