import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
let postId: string;
beforeEach(async () => {
  shop = await openShop();
  postId = (await call('POST', '/admin/posts', { title: 'How we glaze', status: 'published' })).body.id;
  return () => shop.server.close();
});

const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object, headers = {}) =>
  shop.call(method, `/api/v1${path}`, {
    headers: { ...shop.as('editor'), ...headers },
    ...(body === undefined ? {} : { body }),
  });
const png = () =>
  sharp({ create: { width: 60, height: 30, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();

/** Uploads a cover, as a form of a browser. */
async function upload(
  file: Uint8Array | string,
  { alt, headers = {} }: { alt?: string; headers?: Record<string, string> } = {},
) {
  const form = new FormData();
  form.append('file', typeof file === 'string' ? file : new File([new Uint8Array(file)], 'mug.png'));
  if (alt !== undefined) form.append('alt', alt);
  const encoded = new Response(form);
  return shop.call('POST', `/api/v1/admin/posts/${postId}/image`, {
    headers: { ...shop.as('editor'), 'content-type': encoded.headers.get('content-type') ?? '', ...headers },
    body: Buffer.from(await encoded.arrayBuffer()),
  });
}
const shown = async () => (await call('GET', '/posts/how-we-glaze')).body.image;

describe('the cover of a post', () => {
  it('is uploaded, and seen by everybody with its description', async () => {
    const { status, body, headers } = await upload(await png(), { alt: 'A mug' });
    expect([status, headers['etag'], body.version]).toEqual([200, '"2"', 2]);
    expect(body.image).toEqual({ url: expect.stringMatching(/^http.+\/images\/.+\/page\.webp$/u), alt: 'A mug' });
    expect(await shown()).toEqual(body.image);
    const file = await shop.call('GET', new URL(body.image.url).pathname);
    expect([file.status, file.headers['content-type']]).toEqual([200, 'image/webp']);
  });

  it('replaces the one before, whose files are removed', async () => {
    const before = (await upload(await png())).body.image;
    const after = (await upload(await png())).body.image;
    expect(after.url).not.toBe(before.url);
    expect((await shop.call('GET', new URL(before.url).pathname)).status).toBe(404);
    expect(shop.fileStore.keys()).toHaveLength(3);
  });

  it('keeps its files when the post is sent back with another description', async () => {
    const { image } = (await upload(await png(), { alt: 'A mug' })).body;
    const changed = await call('PATCH', `/admin/posts/${postId}`, { image: { ...image, alt: 'A blue mug' } });
    expect(changed.body.image).toEqual({ url: image.url, alt: 'A blue mug' });
    expect((await shop.call('GET', new URL(image.url).pathname)).status).toBe(200);
  });

  it.each([
    ['is removed', 'PATCH', { image: null }],
    ['is replaced by a link', 'PATCH', { image: { url: 'https://example.com/mug.webp', alt: '' } }],
    ['goes with its post', 'DELETE', undefined],
  ] as const)('%s together with its files', async (_how, method, body) => {
    await upload(await png());
    expect((await call(method, `/admin/posts/${postId}`, body)).status).toBeLessThan(300);
    expect(shop.fileStore.keys()).toEqual([]);
  });

  it('that another post links to is not removed with that post', async () => {
    const { url } = (await upload(await png())).body.image;
    const other = (await call('POST', '/admin/posts', { title: 'Another', image: { url, alt: '' } })).body;
    await call('DELETE', `/admin/posts/${other.id}`);
    expect((await shop.call('GET', new URL(url).pathname)).status).toBe(200);
  });

  it('is refused at a stale version, without a post and as no picture, and leaves no file', async () => {
    const stale = await upload(await png(), { headers: { 'if-match': '"7"' } });
    expect([stale.status, stale.body.code]).toEqual([412, 'post.version-stale']);
    const svg = await upload(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'));
    expect([svg.status, svg.body.code]).toEqual([415, 'image.type-not-allowed']);
    expect((await upload('not a file')).body.errors).toMatchObject([{ field: 'file', code: 'type' }]);
    postId = '00000000-0000-7000-8000-00000000ffff';
    const absent = await upload(await png());
    expect([absent.status, absent.body.code]).toEqual([404, 'post.not-found']);
    expect(shop.fileStore.keys()).toEqual([]);
  });
});
