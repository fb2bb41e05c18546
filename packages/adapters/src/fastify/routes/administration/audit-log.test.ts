/** Long because it calls every operation of staff. */
import { TOTP } from 'otpauth';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { paidOrder } from '../../../../testing/paid-order.js';
import { openShop, type Shop } from '../../../../testing/shop-over-http.js';

const adminId = '00000000-0000-7000-8000-0000000000ad';
const log = async (shop: Shop, query = '') =>
  (await shop.call('GET', `/api/v1/admin/audit-log?limit=100${query}`, { headers: shop.as('admin') })).body.data;
type Entry = { readonly action: string };
const byAction = (one: Entry, other: Entry): number => (one.action < other.action ? -1 : 1);
const entriesOf = (shop: Shop) => [...shop.store.committed().auditLog.values()];

/** Operations that ask for a permission and change nothing. */
const readOnly = new Set(['POST /api/v1/admin/promotions/preview']);

/** Calls operations as an admin; each call that is accepted must leave an entry. */
function staffOf(shop: Shop) {
  const called = new Set<string>();
  let keys = 0;
  const act = async (
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    template: string,
    ids: readonly string[],
    body?: unknown,
    { query = '', type }: { readonly query?: string; readonly type?: string } = {},
  ) => {
    const path = ids.reduce((made: string, id) => made.replace(/\{\w+\}/u, id), `/api/v1/admin${template}`);
    const before = entriesOf(shop).length;
    const answer = await shop.call(method, `${path}${query}`, {
      headers: {
        ...shop.as('admin'),
        'idempotency-key': `act-${(keys += 1)}`,
        ...(type === undefined ? {} : { 'content-type': type }),
      },
      ...(body === undefined ? {} : { body: body as object }),
    });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`);
    const added = entriesOf(shop).slice(before);
    expect([template, added.length > 0, added.map(({ actorId }) => actorId === adminId)]).toEqual([
      template,
      true,
      added.map(() => true),
    ]);
    called.add(`${method} /api/v1/admin${template}`);
    return answer.body;
  };
  return { act, called };
}

it('has an entry of each operation that asks for a permission and changes something', async () => {
  const shop = await openShop();
  const { act, called } = staffOf(shop);
  const usd = (amount: number) => ({ amount, currency: 'USD' });
  const { user } = await shop.register('bob@example.com');

  await act('POST', '/roles', [], { name: 'buyer', permissions: ['catalogue.read'] });
  await act('PATCH', '/roles/{name}', ['buyer'], { permissions: ['catalogue.read', 'stock.edit'] });
  await act('DELETE', '/roles/{name}', ['buyer']);
  const group = await act('POST', '/customer-groups', [], { name: 'wholesale' });
  await act('PATCH', '/customer-groups/{id}', [group.id], { name: 'resellers' });
  await act('DELETE', '/customer-groups/{id}', [group.id]);
  const key = await act('POST', '/api-keys', [], { name: 'Till', permissions: ['catalogue.read'] });
  await act('DELETE', '/api-keys/{id}', [key.id]);
  await act('PATCH', '/users/{id}', [user.id], { role: 'support' });
  const invited = await act('POST', '/users', [], { email: 'cyd@example.com', name: 'Cyd', role: 'support' });
  await act('POST', '/users/{id}/invitation', [invited.id]);
  const factor = { userId: user.id, sealedSecret: 'sealed', createdAt: shop.clock.now(), recoveryDigests: [] };
  shop.store.committed().secondFactors.set(user.id, { ...factor, confirmedAt: shop.clock.now() });
  await act('DELETE', '/users/{id}/totp', [user.id]);
  await act('POST', '/users/{id}/erase', [user.id]);
  await act('POST', '/customers/erase', [], { email: 'nobody@example.com' });

  const category = await act('POST', '/categories', [], { name: 'Garden' });
  await act('PATCH', '/categories/{id}', [category.id], { name: 'Gardens' });
  await act('DELETE', '/categories/{id}', [category.id]);
  const variant = (sku: string) => ({ sku, options: { Size: sku }, prices: [{ price: usd(1999) }], stock: 2 });
  const product = await act('POST', '/products', [], {
    name: 'Vase',
    description: 'Holds flowers.',
    status: 'active',
    options: [{ name: 'Size', values: ['S', 'M', 'L'] }],
    variants: [variant('S'), variant('M')],
  });
  const productPath = [product.id] as const;
  const added = await act('POST', '/products/{id}/variants', productPath, variant('L'));
  const variantId = (added.variants ?? [added]).at(-1).id;
  await act('PATCH', '/products/{id}/variants/{variantId}', [product.id, variantId], { prices: [{ price: usd(99) }] });
  await act('DELETE', '/products/{id}/variants/{variantId}', [product.id, variantId]);
  await act('PATCH', '/products/{id}', productPath, { brand: 'Mill Lane' });
  const picture = sharp({ create: { width: 60, height: 30, channels: 3, background: 'teal' } }).png();
  const form = new FormData();
  form.append('file', new File([new Uint8Array(await picture.toBuffer())], 'vase.png'));
  const encoded = new Response(form);
  const type = encoded.headers.get('content-type') ?? '';
  const upload = Buffer.from(await encoded.arrayBuffer());
  const image = await act('POST', '/products/{id}/images', productPath, upload, { type });
  await act('PATCH', '/products/{id}/images/{imageId}', [product.id, image.id], { alt: 'A vase' });
  await act('DELETE', '/products/{id}/images/{imageId}', [product.id, image.id]);
  await act('DELETE', '/products/{id}', productPath);
  await act('POST', '/imports/products', [], 'Handle,Title\nvase,Vase\n', { type: 'text/csv' });
  await act('PUT', '/variants/{id}/file', [shop.book], 'the book', {
    query: '?filename=book.pdf',
    type: 'application/octet-stream',
  });
  await act('DELETE', '/variants/{id}/file', [shop.book]);
  await act('PATCH', '/variants/{id}/stock', [shop.mug], { delta: 5, reason: 'delivery' });
  await act('PATCH', '/stock', [], { reason: 'delivery', items: [{ variantId: shop.pen, delta: 2 }] });

  const prices = await act('POST', '/price-lists', [], {
    name: 'Wholesale',
    currency: 'USD',
    prices: [{ variantId: shop.mug, minQuantity: 10, price: usd(1499) }],
  });
  await act(
    'PUT',
    '/price-lists/{id}/prices.csv',
    [prices.id],
    'sku,variantId,minQuantity,price\r\nMUG,,10,13.99\r\n',
    { type: 'text/csv' },
  );
  await act('PATCH', '/price-lists/{id}', [prices.id], { priority: 3 });
  await act('DELETE', '/price-lists/{id}', [prices.id]);
  const promotion = await act('POST', '/promotions', [], {
    name: 'Spring',
    target: { type: 'order' },
    effect: { type: 'percent', rate: 100_000 },
    conditions: { singleUse: true },
  });
  await act('PATCH', '/promotions/{id}', [promotion.id], { name: 'Summer' });
  await act('POST', '/promotions/{id}/codes', [promotion.id], { count: 3, prefix: 'SUN-' });
  await act('DELETE', '/promotions/{id}', [promotion.id]);
  const draft = { name: 'Draft', target: { type: 'order' }, effect: { type: 'percent', rate: 1 } };
  const period = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' };
  await act('POST', '/promotions/backtest', [], { promotion: draft, ...period });
  await act('POST', '/report-files', [], { report: 'low-stock', format: 'csv' });
  const rates = { standard: 0, reduced: 0 };
  const zones = [{ countries: [], prices: 'exclusive', rates }];
  await act('PUT', '/tax-rules', [], { zones });
  await act('DELETE', '/tax-rules', []);
  await act('PUT', '/minimum-order-rules', [], { rules: [{ minimum: usd(100), basis: 'subtotal' }] });
  const method = await act('POST', '/shipping-methods', [], {
    name: 'Bike',
    zones: [{ countries: ['DE'] }],
    charges: [{ currency: 'USD', type: 'flat', amount: usd(490) }],
    enabled: true,
  });
  await act('PATCH', '/shipping-methods/{id}', [method.id], { enabled: false });
  await act('DELETE', '/shipping-methods/{id}', [method.id]);
  await act('PATCH', '/shop', [], { name: 'Mill Lane Pottery' });

  const { user: reader } = await shop.register('eva@example.com');
  const review = { productId: shop.mug, author: 'Eva', rating: 4, text: 'Holds tea.', status: 'pending' as const };
  const at = shop.clock.now();
  const reviewId = '00000000-0000-7000-8000-0000000000e1';
  const stored = {
    ...review,
    id: reviewId,
    userId: reader.id,
    title: 'Sturdy',
    version: 1,
    createdAt: at,
    updatedAt: at,
  };
  shop.store.committed().reviews.set(reviewId, stored);
  await act('POST', '/reviews/{id}/approve', [reviewId]);
  await act('POST', '/reviews/{id}/reject', [reviewId]);

  const post = await act('POST', '/posts', [], { title: 'How we glaze', status: 'published' });
  await act('PATCH', '/posts/{id}', [post.id], { title: 'Glazing' });
  await act('POST', '/posts/{id}/image', [post.id], upload, { type });
  const commentId = '00000000-0000-7000-8000-0000000000e2';
  const { title: _title, rating: _rating, productId: _productId, ...said } = stored;
  shop.store.committed().comments.set(commentId, { ...said, id: commentId, postId: post.id });
  await act('POST', '/comments/{id}/approve', [commentId]);
  await act('POST', '/comments/{id}/reject', [commentId]);
  await act('DELETE', '/posts/{id}', [post.id]);

  const hook = await act('POST', '/webhooks', [], { url: 'https://erp.example/hook', events: ['order.placed'] });
  const order = await paidOrder(shop, { quantity: 4 });
  const [delivery] = [...shop.store.committed().webhookDeliveries.keys()];
  await act('POST', '/webhooks/{id}/deliveries/{deliveryId}/redeliver', [hook.id, delivery ?? '']);
  await act('PATCH', '/webhooks/{id}', [hook.id], { enabled: false });
  await act('DELETE', '/webhooks/{id}', [hook.id]);
  await act('POST', '/orders/{id}/refunds', [order.id], { amount: usd(100), reason: 'a scratch' });
  const lines = (quantity: number) => ({ lines: [{ variantId: shop.mug, quantity }] });
  await act('POST', '/orders/{id}/units/cancel', [order.id], lines(1));
  const parcel = { carrier: 'DHL', trackingNumber: 'T-1' };
  const shipped = await act('POST', '/orders/{id}/shipments', [order.id], parcel);
  await act('POST', '/shipments/{id}/deliver', [shipped.shipments[0].id], {});
  const returned = await shop.call('POST', `${order.path}/returns`, {
    headers: order.headers,
    body: { ...lines(1), reason: 'too small' },
  });
  await act('POST', '/returns/{id}/receive', [returned.body.id], { restock: true });
  await act('POST', '/orders/{id}/mails', [order.id], { mail: 'order-confirmation' });
  await act('PATCH', '/orders/{id}', [order.id], { note: 'Fragile' });
  const unpaid = await shop.call('POST', '/api/v1/orders', {
    headers: { 'idempotency-key': 'by transfer' },
    body: { items: [{ variantId: shop.book, quantity: 1 }], email: 'grace@example.com' },
  });
  const byTransfer = [unpaid.body.id];
  await act('POST', '/orders/{id}/payments', byTransfer, { amount: unpaid.body.total, reference: 'bank-1' });
  const refunded = await act('POST', '/orders/{id}/refunds', byTransfer, { amount: usd(100), reason: 'sorry' });
  const settled = [unpaid.body.id, refunded.refunds[0].id];
  await act('POST', '/orders/{id}/refunds/{refundId}/settle', settled, { status: 'confirmed' });
  await act('POST', '/jobs/{name}/pause', ['send-mail']);
  await act('POST', '/jobs/{name}/resume', ['send-mail']);
  await act('POST', '/jobs/{name}/run', ['purge-old-data']);
  const failureId = '00000000-0000-7000-8000-0000000000f1';
  const failure = { job: 'end-payments', jobId: '1.end-payments', payload: {}, reason: 'gone', attempts: 1 };
  shop.store.committed().failedJobs.set(failureId, { ...failure, id: failureId, failedAt: at });
  await act('POST', '/jobs/failed/{id}/retry', [failureId]);
  await act('POST', '/reconciliations', [], {});
  await act('POST', '/stripe-products', [], {});

  const { paths } = (await shop.call('GET', '/openapi.json')).body as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly 'x-permission'?: string }>>>>;
  };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([name, operation]) => name !== 'get' && operation['x-permission'] !== undefined)
      .map(([name]) => `${name.toUpperCase()} ${path}`),
  );
  expect([...called].sort()).toEqual(operations.filter((each) => !readOnly.has(each)).sort());
  // What people are called, and how they are reached, is in none of them.
  expect(JSON.stringify(entriesOf(shop))).not.toMatch(/@|Ada|Lovelace|James|T-1|argon|correct horse/u);
});

describe('an entry', () => {
  it('says who did what to which, when, from where, before and after', async () => {
    const shop = await openShop();
    const { user } = await shop.register();
    const path = `/api/v1/admin/users/${user.id}`;
    await shop.call('PATCH', path, { headers: shop.as('admin'), body: { role: 'support' } });
    expect((await log(shop))[0]).toEqual({
      id: expect.any(String),
      at: shop.clock.now(),
      actor: { id: adminId, type: 'user' },
      ip: '127.0.0.1',
      action: 'changeUser',
      target: { type: 'user', id: user.id },
      before: { role: 'customer' },
      after: { role: 'support' },
    });
  });

  it('of what a program did names its API key and who created that', async () => {
    const shop = await openShop();
    const { act } = staffOf(shop);
    const { id, key } = await act('POST', '/api-keys', [], { name: 'Till', permissions: ['shop.edit'] });
    const headers = { authorization: `Bearer ${key}` };
    await shop.call('PATCH', '/api/v1/admin/shop', { headers, body: { name: 'Mill Lane' } });
    await shop.call('GET', '/api/v1/admin/users', { headers });
    const actor = { id, type: 'api-key', createdBy: adminId };
    expect((await log(shop, `&actor=${id}`)).toSorted(byAction)).toMatchObject([
      { action: 'auth.forbidden', actor },
      { action: 'changeShop', actor },
    ]);
    expect(await log(shop, `&actor=${adminId}`)).toHaveLength(3);
  });

  it('is made of each step of a second factor, without its secret', async () => {
    const shop = await openShop();
    const { user, headers } = await shop.register();
    const { secret } = (await shop.call('POST', '/api/v1/me/totp', { headers })).body;
    const code = new TOTP({ secret }).generate({ timestamp: Date.parse(shop.clock.now()) });
    await shop.call('POST', '/api/v1/me/totp/confirm', { headers, body: { code } });
    await shop.call('DELETE', '/api/v1/me/totp', { headers, body: { password: 'correct horse' } });
    const entry = { actor: { id: user.id, type: 'user' }, target: { type: 'user', id: user.id } };
    expect((await log(shop)).toSorted(byAction)).toMatchObject([
      { ...entry, action: 'beginSecondFactor', after: { secondFactor: 'begun' } },
      { ...entry, action: 'confirmSecondFactor', after: { secondFactor: 'on' } },
      { ...entry, action: 'removeSecondFactor', before: { secondFactor: 'on' } },
    ]);
    expect(JSON.stringify(entriesOf(shop))).not.toContain(secret);
  });

  it('is not made of an act that is refused, or that only reads', async () => {
    const shop = await openShop();
    await shop.call('GET', '/api/v1/admin/users', { headers: shop.as('admin') });
    const refused = await shop.call('PATCH', `/api/v1/admin/users/${adminId}`, {
      headers: shop.as('admin'),
      body: { role: 'customer' },
    });
    expect(refused.body.code).toBe('user.last-admin');
    expect(entriesOf(shop)).toEqual([]);
  });

  describe('of an order or a job', () => {
    it('names the mail that was sent again, and the job that was started', async () => {
      const shop = await openShop();
      const { act } = staffOf(shop);
      const { id } = await paidOrder(shop);
      const known = entriesOf(shop).length;
      await act('POST', '/orders/{id}/mails', [id], { mail: 'order-confirmation' });
      await act('POST', '/jobs/{name}/run', ['purge-old-data']);
      const failed = { id: '00000000-0000-7000-8000-0000000000f1', job: 'end-payments', jobId: '1.end-payments' };
      const failure = { ...failed, payload: {}, reason: 'gone', attempts: 1, failedAt: shop.clock.now() };
      shop.store.committed().failedJobs.set(failed.id, failure);
      await act('POST', '/jobs/failed/{id}/retry', [failed.id]);
      expect(entriesOf(shop).slice(known)).toMatchObject([
        { action: 'resendMail', target: { type: 'order', id }, after: { mail: 'order-confirmation' } },
        { action: 'runJobNow', target: { type: 'job', id: 'purge-old-data' } },
        { action: 'retryFailedJob', target: { type: 'job', id: 'end-payments' }, after: { retried: '1.end-payments' } },
      ]);
    });

    it('names what was changed in an order without the new values, and a payment by hand with its amount', async () => {
      const shop = await openShop();
      const { act } = staffOf(shop);
      const { body: unpaid } = await shop.call('POST', '/api/v1/orders', {
        headers: { 'idempotency-key': 'by transfer' },
        body: { items: [{ variantId: shop.book, quantity: 1 }], email: 'grace@example.com' },
      });
      await act('PATCH', '/orders/{id}', [unpaid.id], { note: 'Fragile', email: 'hopper@example.com' });
      await act('POST', '/orders/{id}/payments', [unpaid.id], { amount: unpaid.total, reference: 'bank-1' });
      const target = { type: 'order', id: unpaid.id };
      expect(entriesOf(shop)).toMatchObject([
        { target, after: { changed: ['email', 'note'] } },
        { target, before: { payments: [] }, after: { payments: [{ provider: 'manual', amount: unpaid.total }] } },
      ]);
      expect(JSON.stringify(entriesOf(shop))).not.toMatch(/Fragile|hopper|bank-1/u);
    });
  });

  it('of a price list shows the prices that changed, or only counts them if they are more than 20', async () => {
    const shop = await openShop();
    const { act } = staffOf(shop);
    const usd = (amount: number) => ({ amount, currency: 'USD' });
    const price = (minQuantity: number, amount: number) => ({ variantId: shop.mug, minQuantity, price: usd(amount) });
    const list = await act('POST', '/price-lists', [], {
      name: 'Wholesale',
      currency: 'USD',
      prices: [price(1, 900), price(5, 800), price(10, 700)],
    });
    const change = async (prices: readonly object[]) => {
      await act('PATCH', '/price-lists/{id}', [list.id], { prices });
      return entriesOf(shop).at(-1)?.after ?? {};
    };
    expect(await change([price(1, 900), price(5, 790), price(20, 600)])).toMatchObject({
      pricesChanged: 3,
      changes: [
        { variantId: shop.mug, minQuantity: 5, before: usd(800), after: usd(790) },
        { variantId: shop.mug, minQuantity: 10, before: usd(700), after: null },
        { variantId: shop.mug, minQuantity: 20, before: null, after: usd(600) },
      ],
    });
    const many = await change(Array.from({ length: 30 }, (_none, at) => price(at + 1, 500)));
    expect([many['pricesChanged'], many['changes']]).toEqual([30, undefined]);
  });

  it('is made of staff who cancel an order, and not of its buyer', async () => {
    const shop = await openShop();
    const [own, others] = [await paidOrder(shop, { key: 'own' }), await paidOrder(shop, { key: 'others' })];
    const cancel = async (path: string, headers: Record<string, string>) =>
      expect((await shop.call('POST', `${path}/cancel`, { headers, body: {} })).status).toBe(200);
    await cancel(own.path, own.headers);
    expect(entriesOf(shop)).toEqual([]);
    await cancel(others.path, shop.as('support'));
    expect(await log(shop)).toMatchObject([
      {
        action: 'cancelOrder',
        target: { type: 'order', id: others.id },
        before: { status: 'paid' },
        after: { status: 'cancelled' },
      },
    ]);
  });

  it('is found by actor, action, target and time, and only by admins', async () => {
    const shop = await openShop();
    const { user } = await shop.register();
    const { act } = staffOf(shop);
    await act('PATCH', '/users/{id}', [user.id], { disabled: true });
    await act('PATCH', '/shop', [], { name: 'Mill Lane' });
    const found = async (query: string) => (await log(shop, query)).map(({ action }: { action: string }) => action);
    expect(await found(`&actor=${adminId}`)).toEqual(expect.arrayContaining(['changeShop', 'changeUser']));
    expect(await found('&action=changeShop')).toEqual(['changeShop']);
    expect(await found(`&target=user:${user.id}`)).toEqual(['changeUser']);
    expect(await found(`&to=${shop.clock.now()}`)).toEqual([]);
    const path = '/api/v1/admin/audit-log';
    const first = await shop.call('GET', `${path}?limit=1&cursor=`, { headers: shop.as('admin') });
    const second = await shop.call('GET', `${path}?limit=1&cursor=${first.body.meta.nextCursor}`, {
      headers: shop.as('admin'),
    });
    expect([first.body.data.length, second.body.data.length, second.body.meta.nextCursor]).toEqual([1, 1, null]);
    expect((await shop.call('GET', path, { headers: shop.as('editor') })).status).toBe(403);
  });
});

describe('events of security', () => {
  it('are entries: failed logins, wrong passwords, reused tokens, missing permissions, new and reset passwords', async () => {
    const shop = await openShop();
    const { user, headers, refreshToken } = await shop.register();
    const login = (email: string) =>
      shop.call('POST', '/api/v1/auth/login', { body: { email, password: 'a wrong password' } });
    await login('ada@example.com');
    await login('nobody@example.com');
    await shop.call('DELETE', '/api/v1/me', { headers, body: { password: 'a wrong password' } });
    await shop.call('GET', '/api/v1/admin/users', { headers });
    const passwords = { currentPassword: 'correct horse', newPassword: 'battery staple' };
    expect((await shop.call('PUT', '/api/v1/me/password', { headers, body: passwords })).status).toBe(204);
    for (let times = 0; times < 2; times += 1)
      await shop.call('POST', '/api/v1/auth/refresh', { body: { refreshToken } });
    await shop.call('POST', '/api/v1/auth/password/forgot', { body: { email: 'ada@example.com' } });
    const reset = [...shop.store.committed().accountTokens.values()].find(
      ({ purpose }) => purpose === 'reset-password',
    );
    const token = shop.accountLinks.to({ id: reset?.id ?? '', purpose: 'reset-password' }).split('token=')[1] ?? '';
    const renewed = { token, password: 'battery staple horse' };
    expect((await shop.call('POST', '/api/v1/auth/password/reset', { body: renewed })).status).toBe(204);
    const entries = entriesOf(shop).map(({ action, actorId, target, ip }) => [action, actorId, target?.id, ip]);
    expect(entries).toEqual([
      ['auth.login-failed', undefined, user.id, '127.0.0.1'],
      ['auth.login-failed', undefined, undefined, '127.0.0.1'],
      ['auth.password-wrong', user.id, user.id, '127.0.0.1'],
      ['auth.forbidden', user.id, user.id, '127.0.0.1'],
      ['changePassword', user.id, user.id, '127.0.0.1'],
      ['auth.refresh-token-reused', undefined, user.id, '127.0.0.1'],
      ['auth.password-reset', undefined, user.id, '127.0.0.1'],
    ]);
    expect(JSON.stringify(entriesOf(shop))).not.toMatch(/@|horse|staple|Ada/u);
  });

  it('are not stored past the limit of failed logins: nobody fills the log', async () => {
    const shop = await openShop();
    for (let tries = 0; tries < 30; tries += 1)
      await shop.call('POST', '/api/v1/auth/login', {
        body: { email: 'ada@example.com', password: 'a wrong password' },
      });
    expect(entriesOf(shop)).toHaveLength(10);
  });
});

it('has no address of whoever erased themselves', async () => {
  const shop = await openShop();
  const { user, headers } = await shop.register();
  await shop.call('DELETE', '/api/v1/me', { headers, body: { password: 'correct horse' } });
  expect(entriesOf(shop).map(({ action, actorId, ip }) => [action, actorId, ip])).toEqual([
    ['eraseMe', user.id, undefined],
  ]);
});

it('names nobody’s address once the actor was erased', async () => {
  const shop = await openShop();
  const { user, headers } = await shop.register();
  await shop.call('GET', '/api/v1/admin/users', { headers });
  await shop.call('POST', `/api/v1/admin/users/${user.id}/erase`, { headers: shop.as('admin') });
  expect(entriesOf(shop).map(({ action, ip }) => [action, ip])).toEqual([
    ['auth.forbidden', undefined],
    ['eraseUser', '127.0.0.1'],
  ]);
});
