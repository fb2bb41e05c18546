import { beforeAll, describe, expect, it } from 'vitest';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});

describe('the type of a problem', () => {
  it('opens a page that explains it, for people and for programs', async () => {
    const { body } = await shop.call('POST', '/api/v1/orders', {
      headers: { 'idempotency-key': 'k' },
      body: { items: [{ variantId: shop.pen, quantity: 4 }], email: 'ada@example.com' },
    });
    const page = await shop.call('GET', body.type, { headers: browser });
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).toContain(body.code);
    expect(page.text).toContain('POST /api/v1/orders');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    const described = await shop.call('GET', body.type);
    expect(described.body).toMatchObject({ code: body.code, type: body.type });
    expect(described.body.wordings).toContainEqual(expect.objectContaining({ status: body.status, title: body.title }));
  });

  it('and the feed of the journal vary by their origin too, where pages of other origins may read them', async () => {
    const open = await openShop({ allowedOrigins: ['https://www.shop.example'] });
    const variesBy = async (path: string) => (await open.call('GET', path)).headers['vary'];
    expect(await variesBy('/problems')).toBe('Origin, accept');
    expect(await variesBy('/problems/cart.not-found')).toBe('Origin, accept');
    expect(await variesBy('/feeds/posts.xml')).toBe('Origin, Accept-Language');
  });

  it('opens a page for each code of the OpenAPI document', async () => {
    const { paths } = (await shop.call('GET', '/openapi.json')).body;
    const codes = new Set([...JSON.stringify(paths).matchAll(/`([a-z]+\.[a-z-]+)`: /gu)].map(([, code = '']) => code));
    expect(codes.size).toBeGreaterThan(100);
    for (const code of codes) {
      expect.soft((await shop.call('GET', `/problems/${code}`)).body.code, code).toBe(code);
    }
  });

  it('has a detail that a buyer can read', async () => {
    const { data } = (await shop.call('GET', '/problems')).body as {
      readonly data: readonly { readonly code: string; readonly wordings: readonly { readonly detail: string }[] }[];
    };
    for (const { code, wordings } of data)
      for (const { detail } of wordings) expect.soft(detail, code).not.toMatch(/[`{}]|GET \/|must NOT|undefined/u);
  });

  it.each([browser, {}])('that does not exist opens nothing', async (headers) => {
    for (const code of ['cart.nowhere', '__proto__', '%3Cscript%3E', 'x'.repeat(101)]) {
      const answer = await shop.call('GET', `/problems/${code}`, { headers });
      expect([answer.status, answer.text.includes('<script>')]).toEqual([404, false]);
    }
  });

  it('opens where the documentation is turned off, without its operations', async () => {
    const quiet = await openShop({ docs: false });
    const { body } = await quiet.call('GET', '/problems/order.price-changed');
    expect(body).toMatchObject({ code: 'order.price-changed', operations: [] });
  });
});

it('lists all problems', async () => {
  const page = await shop.call('GET', '/problems', { headers: browser });
  expect(page.text).toContain('<a href="/problems/stock.insufficient">');
});

describe('the detail of a problem', () => {
  it('says which fields are wrong', async () => {
    const { body } = await shop.call('POST', '/api/v1/auth/register', {
      body: { email: 'ada@example.com', password: 'short', name: '' },
    });
    expect(body.detail).toBe('Password must have at least 8 characters. Name must not be empty.');
  });

  it('says how much is wrong where a buyer can correct it', async () => {
    const { path, headers } = await shop.guestCart();
    const tooMany = await shop.call('PUT', `${path}/lines/${shop.mug}`, { headers, body: { quantity: 1000 } });
    expect(tooMany.body.detail).toMatch(/^(You can order 1 to 999 of each product|Quantity must be at most 999)\.$/u);
    const expired = await shop.call('POST', `${path}/coupons`, { headers, body: { code: 'over' } });
    expect(expired.body.detail).toBe('The coupon has expired.');
  });
});
