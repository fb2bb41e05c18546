import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openShop, type Shop } from '../../../../testing/shop-over-http.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(async () => {
  await shop.server.close();
});
const path = (variantId = shop.book, filename = 'book.epub') =>
  `/api/v1/admin/variants/${variantId}/file?filename=${encodeURIComponent(filename)}`;
const bytes = { 'content-type': 'application/octet-stream' };
const editor = () => ({ ...bytes, ...shop.as('editor') });
const put = (body: Buffer | string, url = path(), headers: Record<string, string> = editor()) =>
  shop.call('PUT', url, { headers, body });
const view = () => shop.call('GET', `/api/v1/admin/variants/${shop.book}/file`, { headers: shop.as('editor') });

describe('the file of a digital variant', () => {
  it('is attached, seen and taken away by editors', async () => {
    const attached = await put(Buffer.alloc(2_500_000, 'x'));
    const file = { variantId: shop.book, fileName: 'book.epub', size: 2_500_000, uploadedAt: shop.clock.now() };
    expect([attached.status, attached.body]).toEqual([200, file]);
    expect([(await view()).status, (await view()).body]).toEqual([200, file]);
    const removed = await shop.call('DELETE', `/api/v1/admin/variants/${shop.book}/file`, {
      headers: shop.as('editor'),
    });
    expect([removed.status, removed.text]).toEqual([204, '']);
    expect((await view()).body).toMatchObject({ status: 404, code: 'digital-file.not-found' });
    expect(shop.fileStore.keys()).toEqual([]);
  });

  it('is neither replaced nor removed by somebody who has not seen the latest', async () => {
    const first = String((await put('first')).headers['etag']);
    expect((await view()).headers['etag']).toBe(first);
    const replaced = await put('other', path(), { ...editor(), 'if-match': first });
    expect([replaced.status, replaced.headers['etag'] === first]).toEqual([200, false]);
    const remove = (tag: string) =>
      shop.call('DELETE', `/api/v1/admin/variants/${shop.book}/file`, {
        headers: { ...shop.as('editor'), 'if-match': tag },
      });
    for (const stale of [await put('third', path(), { ...editor(), 'if-match': first }), await remove(first)])
      expect([stale.status, stale.body.code]).toEqual([412, 'digital-file.stale']);
    expect((await view()).headers['etag']).toBe(replaced.headers['etag']);
    expect(shop.fileStore.keys()).toHaveLength(1);
    expect((await remove(String(replaced.headers['etag']))).status).toBe(204);
    expect((await put('last', path(), { ...editor(), 'if-match': '*' })).status).toBe(412);
  });

  it('is no business of anybody else', async () => {
    const { headers } = await shop.register();
    expect((await put('x', path(), bytes)).body).toMatchObject({ status: 401, code: 'auth.token-missing' });
    for (const others of [headers, shop.as('support')]) {
      expect((await put('x', path(), { ...bytes, ...others })).body).toMatchObject({
        status: 403,
        code: 'auth.forbidden',
      });
    }
    expect(shop.fileStore.keys()).toEqual([]);
  });

  it('is refused for what is sent in a parcel, and for what there is not', async () => {
    expect((await put('x', path(shop.mug))).body).toMatchObject({
      status: 422,
      code: 'catalogue.variant-not-digital',
      variantId: shop.mug,
    });
    const unknown = '00000000-0000-7000-8000-00000000ffff';
    expect((await put('x', path(unknown))).body).toMatchObject({ status: 404, code: 'catalogue.variant-not-found' });
    expect((await put('x', path('nothing'))).status).toBe(404);
  });

  it('has something in it, and not too much', async () => {
    expect((await put('')).body).toMatchObject({ status: 422, code: 'file.empty' });
    const bodiless = await shop.call('PUT', path(), { headers: shop.as('editor') });
    expect(bodiless.body).toMatchObject({ status: 422, code: 'file.empty' });
    expect((await put(Buffer.alloc(3_000_001))).body).toMatchObject({
      status: 413,
      code: 'file.too-large',
      maximumBytes: 3_000_000,
    });
    expect((await put(Buffer.alloc(3_000_000))).status).toBe(200);
  });

  it.each(['', ' ', '.', '..', 'a/b', 'a\\b', 'a\nb', 'a\u0000b', 'invoice\u202efdp.exe', 'x'.repeat(201)])(
    'is not called %j',
    async (filename) => {
      expect((await put('x', path(shop.book, filename))).status).toBe(400);
      expect(shop.fileStore.keys()).toEqual([]);
    },
  );

  it.each(['Käse & Brot.pdf', '本.epub', '...', 'a b (1).zip'])('may be called %j', async (filename) => {
    expect((await put('x', path(shop.book, filename))).body.fileName).toBe(filename);
  });

  it('needs a name, knows no other parameter, and is sent as bytes', async () => {
    expect((await put('x', path().split('?')[0])).body.errors).toEqual([
      { field: 'filename', code: 'required', params: {}, message: expect.any(String) },
    ]);
    expect((await put('x', `${path()}&size=1`)).status).toBe(400);
    expect((await put('{}', path(), { ...editor(), 'content-type': 'application/json' })).body).toMatchObject({
      status: 415,
    });
  });

  it('is described as bytes', async () => {
    const { body } = await shop.call('GET', '/openapi.json');
    const { put: operation } = body.paths['/api/v1/admin/variants/{id}/file'];
    expect(operation.requestBody.content).toEqual({ 'application/octet-stream': { schema: {} } });
  });
});

describe('a file on its way over a socket', () => {
  /** Sends the head and some bytes of an upload; `end` sends the rest, `cut` hangs up. */
  const begin = async (headers: Record<string, string>) => {
    await shop.server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = shop.server.server.address() as AddressInfo;
    const sent = request({
      host: '127.0.0.1',
      port,
      method: 'PUT',
      path: path(),
      headers: { ...editor(), ...headers },
    });
    const answered = new Promise<{ status: number; body: string }>((resolve, reject) => {
      sent.on('error', reject);
      sent.on('response', (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => (body += text));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      });
    });
    return { sent, answered };
  };

  it('is refused at sight when it says itself that it is too large', async () => {
    const { sent, answered } = await begin({ 'content-length': '3000001' });
    sent.flushHeaders();
    expect((await answered).status).toBe(413);
    sent.destroy();
  });

  it('is refused as soon as it has become too large, and the refusal arrives', async () => {
    const { sent, answered } = await begin({ 'transfer-encoding': 'chunked' });
    for (let count = 0; count < 40; count += 1) sent.write(Buffer.alloc(100_000));
    const { status, body } = await answered;
    expect([status, JSON.parse(body).code]).toEqual([413, 'file.too-large']);
    sent.destroy();
    expect(shop.fileStore.keys()).toEqual([]);
  });

  it('leaves nothing when its sender hangs up', async () => {
    const { sent, answered } = await begin({ 'content-length': '1000' });
    const gone = new Promise((resolve) => {
      shop.server.server.once('connection', (socket) => socket.once('close', resolve));
    });
    sent.write(Buffer.alloc(500));
    const arrived = new Promise((resolve) => {
      shop.server.server.once('request', resolve);
    });
    await arrived;
    sent.destroy();
    await expect(answered).rejects.toThrow('socket hang up');
    await gone;
    expect(shop.fileStore.keys()).toEqual([]);
    expect((await view()).status).toBe(404);
  });
});
