import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeEach, describe, expect, it } from 'vitest';

const [oldKey, newKey] = ['an old key of the shop that is long enough', 'a new key of the shop that is long enough'];
let before: Shop;
beforeEach(async () => {
  before = await openShop({}, { keys: { current: oldKey } });
});
/** The same shop after a restart with both keys, and after another one without the old key. */
const during = () => openShop({}, { keys: { current: newKey, previous: oldKey }, data: before.data });
const after = () => openShop({}, { keys: { current: newKey }, data: before.data });

const orderOf = (shop: Shop, { path, headers }: Awaited<ReturnType<Shop['guestCart']>>) =>
  shop.call('POST', '/api/v1/orders', {
    headers: { ...headers, 'idempotency-key': 'k-1' },
    body: { cartId: path.split('/').at(-1) ?? '', email: 'grace@example.com', shippingAddress: address },
  });

describe('while the signing key is replaced', () => {
  it('users stay signed in until the old key is removed', async () => {
    const ada = await before.register();
    const rotated = await during();
    expect((await rotated.call('GET', '/api/v1/me', ada)).status).toBe(200);
    const { body } = await rotated.call('POST', '/api/v1/auth/refresh', { body: { refreshToken: ada.refreshToken } });
    const renewed = { headers: { authorization: `Bearer ${body.accessToken}` } };
    const finished = await after();
    expect((await finished.call('GET', '/api/v1/me', ada)).body.code).toBe('auth.token-invalid');
    expect((await finished.call('GET', '/api/v1/me', renewed)).status).toBe(200);
    expect((await before.call('GET', '/api/v1/me', renewed)).body.code).toBe('auth.token-invalid');
  });

  it('browsers stay signed in by cookie', async () => {
    await before.register();
    const body = { email: 'ada@example.com', password: 'correct horse' };
    const { headers, body: signedIn } = await before.call('POST', '/api/v1/auth/session', { body });
    const cookie = String(headers['set-cookie']).split(';')[0] ?? '';
    const write = (shop: Shop) =>
      shop.call('PATCH', '/api/v1/me', {
        headers: { cookie, 'x-csrf-token': signedIn.csrfToken },
        body: { name: 'A' },
      });
    expect((await write(await during())).status).toBe(200);
    expect((await write(await after())).status).toBe(401);
  });

  it('guests reach their cart and their order, and links that were mailed work', async () => {
    const cart = await before.guestCart();
    const { body: order } = await orderOf(before, cart);
    const reads = (shop: Shop, token: string) =>
      shop.call('GET', `/api/v1/orders/${order.id}`, { headers: { 'x-order-token': token } });
    const page = (shop: Shop) => shop.call('GET', `/orders/${order.id}?token=${order.token}`);
    const rotated = await during();
    expect((await rotated.call('GET', cart.path, cart)).status).toBe(200);
    expect((await reads(rotated, order.token)).status).toBe(200);
    expect((await page(rotated)).status).toBe(200);
    const finished = await after();
    expect((await finished.call('GET', cart.path, cart)).status).toBe(200);
    expect((await reads(finished, order.token)).status).toBe(404);
    expect((await page(finished)).status).toBe(404);
  });

  it('a repeated order gets its first answer, byte for byte, and a token that works later too', async () => {
    const cart = await before.guestCart();
    const first = await orderOf(before, cart);
    const repeated = await orderOf(await during(), cart);
    expect(repeated.headers['idempotency-replayed']).toBe('true');
    expect(repeated.text).toBe(first.text);
    const finished = await after();
    const { body } = await orderOf(finished, cart);
    expect(body.id).toBe(first.body.id);
    const headers = { 'x-order-token': body.token };
    expect((await finished.call('GET', `/api/v1/orders/${body.id}`, { headers })).status).toBe(200);
  });

  it('a link that sets a new password works, until the old key is removed', async () => {
    await before.register();
    await before.call('POST', '/api/v1/auth/password/forgot', { body: { email: 'ada@example.com' } });
    const links = [...before.store.committed().accountTokens.values()];
    const { id = '' } = links.find(({ purpose }) => purpose === 'reset-password') ?? {};
    const token = before.accountLinks.to({ id, purpose: 'reset-password' }).split('token=')[1] ?? '';
    const body = { token, password: 'battery staple horse' };
    expect((await (await after()).call('POST', '/api/v1/auth/password/reset', { body })).status).toBe(400);
    expect((await (await during()).call('POST', '/api/v1/auth/password/reset', { body })).status).toBe(204);
  });
});
