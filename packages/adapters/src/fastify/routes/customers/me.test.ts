import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
let ada: Record<string, string>;
beforeEach(async () => {
  shop = await openShop();
  ada = (await shop.register()).headers;
});

const get = (headers = ada) => shop.call('GET', '/api/v1/me', { headers });
const patch = (body: object, headers = ada) => shop.call('PATCH', '/api/v1/me', { headers, body });

describe('an account', () => {
  it('is seen and changed by its owner alone', async () => {
    for (const answer of [await get({}), await patch({ name: 'Eve' }, {})]) expect(answer.status).toBe(401);
    const eve = (await shop.register('eve@example.com')).headers;
    await patch({ name: 'Eve', locale: 'fr' }, eve);
    expect((await get()).body).toMatchObject({ email: 'ada@example.com', name: 'Ada' });
  });

  it('is without consent to marketing until its owner gives it, and never shows what proves it', async () => {
    const { status, body, headers } = await get();
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.any(String),
      email: 'ada@example.com',
      emailVerified: false,
      name: 'Ada',
      role: 'customer',
      groups: [],
      createdAt: expect.any(String),
      marketingConsent: false,
      metadata: {},
      secondFactor: false,
    });
    expect(headers).toMatchObject({ 'cache-control': 'no-store', etag: expect.stringMatching(/^"/u) });
  });

  it('keeps what its owner says; null clears a field, an absent one stays', async () => {
    const said = { name: 'Ada King', locale: 'en-GB', marketingConsent: true, metadata: { shoe: '38' } };
    expect((await patch(said)).body).toMatchObject(said);
    expect((await patch({})).body).toMatchObject(said);
    expect((await patch({ marketingConsent: false })).body).toMatchObject({ ...said, marketingConsent: false });
    const cleared = (await patch({ locale: null, metadata: null })).body;
    expect(cleared).toMatchObject({ name: 'Ada King', marketingConsent: false, metadata: {} });
    expect(cleared).not.toHaveProperty('locale');
    expect((await get()).body).toEqual(cleared);
  });

  it('is changed only in the version of `If-Match`, if it is sent', async () => {
    const { etag } = (await patch({ metadata: { b: '1', a: '2' } })).headers;
    const changeAt = (tag: string, name: string) => patch({ name }, { ...ada, 'if-match': tag });
    const { status, headers } = await changeAt(String(etag), 'Ada King');
    expect([status, headers['etag']]).toEqual([200, (await get()).headers['etag']]);
    const stale = await changeAt(String(etag), 'Ada Byron');
    expect([stale.status, stale.body.code]).toEqual([412, 'user.stale']);
    expect((await changeAt('*', 'Ada')).status).toBe(200);
    expect((await changeAt('nonsense', 'Eve')).status).toBe(400);
  });

  it.each([
    { role: 'admin' },
    { id: '00000000-0000-7000-8000-000000000001' },
    { email: 'eve@example.com' },
    { emailVerified: true },
    { groups: ['premium'] },
    { segment: 'premium' },
    JSON.parse('{"__proto__":{"role":"admin"}}') as object,
    { name: null },
    { name: ' ' },
    { locale: 'not a locale' },
    { marketingConsent: 'true' },
    { metadata: { shoe: 38 } },
    { metadata: Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`key-${at}`, ''])) },
  ])('refuses to change what is not its owner’s to say, or malformed: %j', async (body) => {
    const before = (await get()).body;
    expect((await patch(body)).status).toBe(400);
    expect((await get()).body).toEqual(before);
  });

  it('ends with the account', async () => {
    shop.store.committed().users.clear();
    for (const answer of [await get(), await patch({ name: 'Ada' })]) {
      expect([answer.status, answer.body.code]).toEqual([401, 'auth.token-invalid']);
    }
  });
});
