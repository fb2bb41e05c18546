import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const call = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
  headers: Record<string, string> = shop.as('editor'),
) => shop.call(method, `/api/v1${path}`, { headers, ...(body === undefined ? {} : { body }) });
const write = async (facts: object = {}) =>
  (await call('POST', '/admin/posts', { title: 'How we glaze', status: 'published', ...facts })).body;
const read = (path: string) => shop.call('GET', `/api/v1${path}`);

describe('a comment', () => {
  const comment = async (text = 'Twice?', headers?: Record<string, string>) =>
    call('POST', '/posts/how-we-glaze/comments', { text }, headers ?? (await shop.register()).headers);
  const shown = async () => (await read('/posts/how-we-glaze/comments')).body.data;

  it('is written by a user, and shown and counted once it is approved', async () => {
    const { id: postId } = await write();
    const { status, body, headers } = await comment();
    expect([status, headers['etag']]).toEqual([201, '"1"']);
    expect(body).toEqual({
      id: expect.any(String),
      postId,
      author: 'Ada',
      text: 'Twice?',
      status: 'pending',
      createdAt: shop.clock.now(),
    });
    expect(await shown()).toEqual([]);
    const { data } = (await call('GET', '/admin/comments?status=pending')).body;
    expect(data).toMatchObject([{ id: body.id, version: 1, post: { slug: 'how-we-glaze', title: 'How we glaze' } }]);
    expect((await call('POST', `/admin/comments/${body.id}/approve`)).body.status).toBe('approved');
    expect(await shown()).toEqual([{ id: body.id, author: 'Ada', text: 'Twice?', createdAt: body.createdAt }]);
    expect((await read('/posts/how-we-glaze')).body.comments).toEqual({ count: 1 });
    const late = { ...shop.as('editor'), 'if-match': '"1"' };
    expect((await call('POST', `/admin/comments/${body.id}/reject`, undefined, late)).status).toBe(412);
    expect((await call('POST', `/admin/comments/${body.id}/reject`)).body).toMatchObject({ version: 3 });
    expect([await shown(), (await read('/posts/how-we-glaze')).body.comments]).toEqual([[], { count: 0 }]);
  });

  it('is removed by its author and by editors, and by nobody else', async () => {
    await write();
    const ada = (await shop.register()).headers;
    const [first, second] = [(await comment('One', ada)).body.id, (await comment('Two', ada)).body.id];
    const eve = (await shop.register('eve@example.com')).headers;
    for (const headers of [eve, shop.as('support')]) {
      const { status, body } = await call('DELETE', `/comments/${first}`, undefined, headers);
      expect([status, body.code]).toEqual([404, 'comment.not-found']);
    }
    expect((await call('DELETE', `/comments/${first}`, undefined, {})).status).toBe(401);
    expect((await call('DELETE', `/comments/${first}`, undefined, ada)).status).toBe(204);
    expect([...shop.store.committed().auditLog.values()].map(({ action }) => action)).not.toContain('removeComment');
    expect((await call('DELETE', `/comments/${second}`)).status).toBe(204);
    expect([...shop.store.committed().auditLog.values()].at(-1)).toMatchObject({
      action: 'removeComment',
      target: { type: 'comment', id: second },
    });
  });

  it('is limited to five in ten minutes for each user, and written once by a double click', async () => {
    await write();
    const ada = (await shop.register()).headers;
    const statuses = await Promise.all(['1', '1', '2', '3', '4', '5'].map(async (text) => comment(text, ada)));
    expect(statuses.map(({ status }) => status).sort()).toEqual([201, 201, 201, 201, 409, 429]);
    expect(Number((await comment('6', ada)).headers['retry-after'])).toBeGreaterThan(0);
    expect((await comment('1', (await shop.register('eve@example.com')).headers)).status).toBe(201);
  });

  it.each([[''], [' \n '], ['x'.repeat(2_001)], ['a\0b'], ['\u202Egnol']])('is refused as %j', async (text) => {
    await write();
    const { status, body } = await comment(text);
    expect([status, body.errors?.[0].field]).toEqual([400, 'text']);
  });

  it('on a post that is not shown is refused, as are its comments', async () => {
    await write({ status: 'draft' });
    const { status, body } = await comment();
    expect([status, body.code]).toEqual([404, 'post.not-found']);
    expect((await read('/posts/how-we-glaze/comments')).status).toBe(404);
    expect((await call('POST', '/posts/how-we-glaze/comments', { text: 'Hi' }, {})).status).toBe(401);
  });
});
