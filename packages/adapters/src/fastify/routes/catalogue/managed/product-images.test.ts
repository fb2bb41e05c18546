import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { openShop, type Shop } from '../../../../../testing/shop-over-http.js';

let shop: Shop;
let productId: string;
let variantId: string;
beforeEach(async () => {
  shop = await openShop();
  const variant = { sku: 'LAMP', prices: [{ price: { amount: 2000, currency: 'USD' } }], stock: 3 };
  const { body } = await shop.call('POST', '/api/v1/admin/products', {
    headers: shop.as('editor'),
    body: { name: 'Lamp', status: 'active', variants: [variant] },
  });
  productId = body.id;
  variantId = body.variants[0].id;
  return () => shop.server.close();
});

const png = (width = 60, height = 30) =>
  sharp({ create: { width, height, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
const images = () => `/api/v1/admin/products/${productId}/images`;

type Upload = {
  readonly alt?: string;
  readonly name?: string;
  readonly headers?: Record<string, string>;
  /** Fields after the picture and its description. */
  readonly others?: Record<string, string | File>;
};

/** A form as browsers send it. */
async function upload(file: Uint8Array | string, { alt, name = 'lamp.png', headers = {}, others = {} }: Upload = {}) {
  const form = new FormData();
  form.append('file', typeof file === 'string' ? file : new File([new Uint8Array(file)], name));
  if (alt !== undefined) form.append('alt', alt);
  for (const [field, value] of Object.entries(others)) form.append(field, value);
  const encoded = new Response(form);
  const type = encoded.headers.get('content-type') ?? '';
  const body = Buffer.from(await encoded.arrayBuffer());
  return shop.call('POST', images(), { headers: { ...shop.as('editor'), 'content-type': type, ...headers }, body });
}
const viewed = async () => (await shop.call('GET', `/api/v1/products/${productId}`)).body;

describe('a picture of a product', () => {
  it('is uploaded, seen by everybody in three sizes, and kept by browsers for ever', async () => {
    const added = await upload(await png(3000, 1500), { alt: 'A lamp' });
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({ alt: 'A lamp', width: 1000, height: 500 });
    expect(added.headers['etag']).toBe('"2"');
    const [image] = (await viewed()).images;
    expect(image).toEqual(added.body);
    const { list, zoom } = image.sizes;
    expect([list.width, zoom.width]).toEqual([400, 2000]);
    const { pathname } = new URL(zoom.url);
    const file = await shop.call('GET', pathname);
    expect([file.status, file.headers['content-type'], file.headers['cache-control']]).toEqual([
      200,
      'image/webp',
      'public, max-age=31536000, immutable',
    ]);
    expect(file.headers['x-content-type-options']).toBe('nosniff');
  });

  it('is a small JPEG in mails, which is made once and goes with the picture', async () => {
    const { body: image } = await upload(await png(3000, 1500));
    const path = new URL(image.url).pathname.replace('page.webp', 'mail.jpg');
    const open = () => shop.server.inject({ method: 'GET', url: path });
    const first = await open();
    expect([first.statusCode, first.headers['content-type']]).toEqual([200, 'image/jpeg']);
    const { format, width, height } = await sharp(first.rawPayload).metadata();
    expect([format, width, height]).toEqual(['jpeg', 128, 128]);
    const key = `images/${image.id}/mail`;
    expect(shop.fileStore.keys()).toContain(key);
    // A repeat reads what was stored.
    await shop.fileStore.remove(`images/${image.id}/list`);
    expect((await open()).rawPayload.equals(first.rawPayload)).toBe(true);
    await shop.call('DELETE', `${images()}/${image.id}`, { headers: shop.as('editor') });
    expect([(await open()).statusCode, shop.fileStore.keys()]).toEqual([404, []]);
  });

  it('stands in carts and lists with a whole address, as the first of its product', async () => {
    const first = (await upload(await png())).body;
    await upload(await png());
    const { body: cart } = await shop.call('POST', '/api/v1/carts', { body: {} });
    const headers = { 'x-cart-token': cart.token };
    const path = `/api/v1/carts/${cart.id}/lines/${variantId}`;
    const { body } = await shop.call('PUT', path, { headers, body: { quantity: 1 } });
    expect(body.lines[0].image).toBe(first.url);
    const { body: list } = await shop.call('GET', `/api/v1/variants?ids=${variantId}`);
    expect(list.data[0].image).toBe(first.url);
    expect(first.url).toMatch(/^https?:\/\/.+\/images\/.+\/page\.webp$/u);
  });

  it('has an address below that of a CDN where the shop has one', async () => {
    const { pathname } = new URL((await upload(await png())).body.url);
    const assetsUrl = 'https://cdn.example/shop';
    const { call } = await openShop({ assetsUrl }, { data: shop.data });
    const [image] = (await call('GET', `/api/v1/products/${productId}`)).body.images;
    expect(image.url).toBe(`${assetsUrl}${pathname}`);
    const { list, page, zoom } = image.sizes;
    for (const { url } of [list, page, zoom]) expect(url).toMatch(`${assetsUrl}/images/`);
    const { body: listed } = await call('GET', `/api/v1/variants?ids=${variantId}`);
    expect(listed.data[0].image).toBe(image.url);
  });

  it('is described and moved, at the version that the editor has seen', async () => {
    const [one, two] = [(await upload(await png())).body, (await upload(await png())).body];
    const change = (body: object, headers: Record<string, string> = {}) =>
      shop.call('PATCH', `${images()}/${two.id}`, { headers: { ...shop.as('editor'), ...headers }, body });
    expect((await change({ position: 0 }, { 'if-match': '"2"' })).status).toBe(412);
    expect((await change({ position: 0, alt: 'From above' }, { 'if-match': '"3"' })).body.alt).toBe('From above');
    expect((await viewed()).images.map(({ id }: { id: string }) => id)).toEqual([two.id, one.id]);
  });

  it('is removed with its files, and from the variant that shows it', async () => {
    const { body: image } = await upload(await png());
    await shop.call('PATCH', `/api/v1/admin/products/${productId}/variants/${variantId}`, {
      headers: shop.as('editor'),
      body: { image: new URL(image.url).pathname },
    });
    const remove = () => shop.call('DELETE', `${images()}/${image.id}`, { headers: shop.as('editor') });
    expect((await remove()).status).toBe(204);
    expect(shop.fileStore.keys()).toEqual([]);
    const product = await viewed();
    expect([product.images, product.variants[0].image]).toEqual([[], undefined]);
    expect((await remove()).body).toMatchObject({ status: 404, code: 'catalogue.image-not-found' });
    expect((await shop.call('GET', new URL(image.url).pathname)).body).toMatchObject({ code: 'image.not-found' });
  });

  it('is refused when its content is no picture, whatever its name says', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const refused = await upload(svg, { name: 'lamp.png' });
    expect(refused.body).toMatchObject({ status: 415, code: 'image.type-not-allowed' });
    expect(shop.fileStore.keys()).toEqual([]);
  });

  it('has at most 10 MiB', async () => {
    const refused = await upload(Buffer.alloc(10 * 1024 * 1024 + 1));
    expect(refused.body).toMatchObject({ status: 413, code: 'file.too-large', maximumBytes: 10 * 1024 * 1024 });
  });

  it('is sent as a file in a form, with nothing but its description', async () => {
    expect((await upload('not a file')).body.errors).toMatchObject([{ field: 'file', code: 'type' }]);
    expect((await upload(await png(), { headers: { 'content-type': 'image/png' } })).body.status).toBe(415);
    const json = await shop.call('POST', images(), { headers: shop.as('editor'), body: { alt: 'x' } });
    expect(json.body.status).toBe(415);
    const other = await upload(await png(), { others: { title: 'A lamp' } });
    expect(other.body.errors).toMatchObject([{ field: 'title', code: 'unknown' }]);
    const second = await upload(await png(), { others: { file: new File([new Uint8Array(await png())], 'b.png') } });
    expect(second.body).toMatchObject({ status: 400, errors: [{ field: 'file', code: 'too-long' }] });
    const broken = await upload(await png(), { headers: { 'content-type': 'multipart/form-data; boundary=none' } });
    expect(broken.body.status).toBe(400);
  });

  it('has a description that can be stored, of at most 500 characters', async () => {
    const damaged = await upload(await png(), { alt: 'a\0b' });
    expect(damaged.body).toMatchObject({ status: 400, code: 'request.text-not-storable', errors: [{ field: 'alt' }] });
    const long = await upload(await png(), { alt: 'x'.repeat(501) });
    expect(long.body).toMatchObject({ status: 400, errors: [{ field: 'alt', code: 'too-long' }] });
    expect(shop.fileStore.keys()).toEqual([]);
  });

  it('is no business of customers, nor of a product that does not exist', async () => {
    const { headers } = await shop.register();
    expect((await upload(await png(), { headers })).body).toMatchObject({ status: 403, code: 'auth.forbidden' });
    productId = '00000000-0000-7000-8000-00000000ffff';
    expect((await upload(await png())).body).toMatchObject({ status: 404, code: 'catalogue.product-not-found' });
    expect(shop.fileStore.keys()).toEqual([]);
  });
});
