import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { SaxesParser } from 'saxes';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const glazing = {
  title: 'How we glaze',
  body: '<p onclick="steal()">Each mug is <b>dipped</b> twice.</p><script>steal()</script>',
  tags: ['workshop', 'clay'],
  image: { url: '/images/1/page.webp', alt: 'A mug' },
  author: 'Ada Lovelace',
  status: 'published',
  translations: { de: { title: 'Wie wir glasieren', body: '<p>Zweimal.</p>' } },
};
const call = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
  headers: Record<string, string> = shop.as('editor'),
) => shop.call(method, `/api/v1${path}`, { headers, ...(body === undefined ? {} : { body }) });
const write = async (facts: object = {}) => {
  const { status, body, headers } = await call('POST', '/admin/posts', { ...glazing, ...facts });
  expect([status, body]).toEqual([201, expect.objectContaining({ id: expect.any(String) })]);
  return { ...body, etag: headers['etag'] };
};
const read = (path: string, headers: Record<string, string> = {}) => shop.call('GET', `/api/v1${path}`, { headers });
const day = 86_400_000;

describe('a post', () => {
  it('is shown by its slug with safe HTML and exactly the fields of the contract', async () => {
    const { id } = await write();
    const { status, body, headers } = await read('/posts/how-we-glaze');
    expect(status).toBe(200);
    expect(body).toEqual({
      id,
      slug: 'how-we-glaze',
      title: 'How we glaze',
      body: '<p>Each mug is <b>dipped</b> twice.</p>',
      excerpt: 'Each mug is dipped twice.',
      image: { url: 'http://127.0.0.1:3000/images/1/page.webp', alt: 'A mug' },
      tags: ['workshop', 'clay'],
      author: 'Ada Lovelace',
      publishedAt: shop.clock.now(),
      comments: { count: 0 },
    });
    expect(headers['cache-control']).toBe('public, max-age=10, must-revalidate');
    const again = await read('/posts/how-we-glaze', { 'if-none-match': String(headers['etag']) });
    expect([again.status, again.text]).toEqual([304, '']);
    expect((await read(`/posts/${id}`)).body.slug).toBe('how-we-glaze');
  });

  it('has safe HTML in its translations, and after a change', async () => {
    const hostile = '<p onclick="steal()">Dipped</p><script>steal()</script>';
    const { id } = await write({ translations: { de: { title: 'Wie wir glasieren', body: hostile } } });
    const german = async () => (await read('/posts/how-we-glaze?locale=de')).body.body;
    expect(await german()).toBe('<p>Dipped</p>');
    const more = hostile.replace('Dipped', 'Fired');
    await call('PATCH', `/admin/posts/${id}`, { body: more, translations: { de: { body: more } } });
    expect((await read('/posts/how-we-glaze')).body.body).toBe('<p>Fired</p>');
    expect(await german()).toBe('<p>Fired</p>');
    const { body } = await call('GET', `/admin/posts/${id}`);
    expect(JSON.stringify(body)).not.toContain('steal');
  });

  it('is shown in the language of its reader', async () => {
    await write();
    const { body, headers } = await read('/posts/how-we-glaze', { 'accept-language': 'de-AT' });
    expect([body.title, body.body, body.excerpt]).toEqual(['Wie wir glasieren', '<p>Zweimal.</p>', 'Zweimal.']);
    expect([headers['content-language'], headers['vary']]).toEqual(['de', expect.stringContaining('Accept-Language')]);
    expect((await read('/posts?locale=de')).body.data[0].title).toBe('Wie wir glasieren');
  });

  it('is hidden while it is a draft, before its date, and once it is archived', async () => {
    const { id } = await write({ status: 'draft' });
    const shown = async () => (await read('/posts/how-we-glaze')).status;
    expect(await shown()).toBe(404);
    const publishAt = new Date(Date.parse(shop.clock.now()) + day).toISOString();
    await call('PATCH', `/admin/posts/${id}`, { status: 'published', publishAt });
    expect([await shown(), (await read('/posts')).body.data]).toEqual([404, []]);
    shop.clock.advance(day);
    expect((await read('/posts/how-we-glaze')).body.publishedAt).toBe(publishAt);
    await call('PATCH', `/admin/posts/${id}`, { status: 'archived' });
    expect([await shown(), (await read('/tags')).body.data]).toEqual([404, []]);
  });

  it('is found by tag and by search, and listed without its text', async () => {
    await write();
    await write({ title: 'A summer market', body: '<p>Come and see.</p>', tags: ['news'] });
    const titles = async (query: string) =>
      (await read(`/posts?${query}`)).body.data.map(({ title }: { readonly title: string }) => title);
    expect(await titles('tag=clay')).toEqual(['How we glaze']);
    expect([await titles('search=markets'), await titles('search=glaez')]).toEqual([
      ['A summer market'],
      ['How we glaze'],
    ]);
    const { body } = await read('/posts?cursor=&limit=1');
    expect(body.data[0]).not.toHaveProperty('body');
    expect(body.meta.nextCursor).toEqual(expect.any(String));
    expect((await read('/tags')).body.data).toEqual([
      { name: 'clay', count: 1 },
      { name: 'news', count: 1 },
      { name: 'workshop', count: 1 },
    ]);
    expect((await read('/posts?cursor=x')).body.code).toBe('list.cursor-malformed');
  });

  it('is changed at the version that its editor saw, and deleted', async () => {
    const { id, etag } = await write();
    const path = `/admin/posts/${id}`;
    expect(etag).toBe('"1"');
    const changed = await call('PATCH', path, { title: 'Glazing', excerpt: 'Twice.', image: null });
    expect([changed.status, changed.body.title, changed.headers['etag']]).toEqual([200, 'Glazing', '"2"']);
    expect((await read('/posts/how-we-glaze')).body).toMatchObject({ excerpt: 'Twice.', image: null });
    for (const method of ['PATCH', 'DELETE'] as const) {
      const late = await call(method, path, method === 'PATCH' ? { title: 'Late' } : undefined, {
        ...shop.as('editor'),
        'if-match': '"1"',
      });
      expect([late.status, late.body.code]).toEqual([412, 'post.version-stale']);
    }
    expect((await call('DELETE', path)).status).toBe(204);
    expect([(await call('GET', path)).status, (await read('/posts/how-we-glaze')).status]).toEqual([404, 404]);
  });

  it('is written in the name of its editor where it names no author', async () => {
    const { headers } = await shop.register('eddi@example.com');
    const users = [...shop.store.committed().users.values()];
    const editor = users.find(({ email }) => email === 'eddi@example.com');
    shop.store.committed().users.set(editor?.id ?? '', { ...editor, role: 'editor' } as never);
    const { body } = await call('POST', '/admin/posts', { title: 'Mine' }, headers);
    expect([body.author, body.status]).toEqual(['Ada', 'draft']);
    expect(body).not.toHaveProperty('authorId');
  });

  it('has an address of its own', async () => {
    await write();
    const { status, body } = await call('POST', '/admin/posts', { ...glazing, slug: 'how-we-glaze' });
    expect([status, body.code]).toEqual([409, 'post.slug-taken']);
    expect((await write()).slug).toBe('how-we-glaze-2');
  });

  it.each([
    [{}, 'title'],
    [{ title: ' ' }, 'title'],
    [{ title: 'A', slug: 'a/b' }, 'slug'],
    [{ title: 'A', status: 'secret' }, 'status'],
    [{ title: 'A', publishAt: 'tomorrow' }, 'publishAt'],
    [{ title: 'A', image: { url: 'javascript:alert(1)', alt: '' } }, 'image.url'],
    [{ title: 'A', tags: ['a', 'a'] }, 'tags'],
    [{ title: 'A', version: 7 }, 'version'],
  ])('is refused with %j', async (body, field) => {
    const { status, body: problem } = await call('POST', '/admin/posts', body);
    expect([status, problem.errors?.[0].field]).toEqual([400, field]);
  });

  it('has a page of its own without a storefront, and a place in the sitemap', async () => {
    await write();
    const { status, text, headers } = await shop.call('GET', '/posts/how-we-glaze');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain('<h1>How we glaze</h1>');
    expect(text).not.toContain('steal');
    expect((await shop.call('GET', '/sitemap.xml')).text).toContain('/posts/how-we-glaze</loc>');
  });
});

describe('the Atom feed', () => {
  it('has the elements that RFC 4287 requires, and the latest posts', async () => {
    await write({ title: 'Salt & <pepper>' });
    const { status, text, headers } = await shop.call('GET', '/feeds/posts.xml');
    expect([status, headers['content-type']]).toEqual([200, 'application/atom+xml; charset=utf-8']);
    const found: Record<string, readonly string[]> = {};
    const path: string[] = [];
    const parser = new SaxesParser({ xmlns: true });
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', ({ local, uri, attributes }) => {
      expect(uri).toBe('http://www.w3.org/2005/Atom');
      path.push(local);
      const at = path.join('.');
      if (local === 'link')
        found[at] = [...(found[at] ?? []), `${attributes['rel']?.value} ${attributes['href']?.value}`];
      if (local === 'category') found[at] = [...(found[at] ?? []), attributes['term']?.value ?? ''];
    });
    parser.on('text', (part) => {
      if (part.trim() !== '') found[path.join('.')] = [...(found[path.join('.')] ?? []), part];
    });
    parser.on('closetag', () => path.pop());
    parser.write(text).close();
    const at = shop.clock.now();
    const origin = 'http://127.0.0.1:3000';
    expect(found).toEqual({
      'feed.id': [`${origin}/feeds/posts.xml`],
      'feed.title': ['Mill Lane Pottery'],
      'feed.updated': [at],
      'feed.link': [`self ${origin}/feeds/posts.xml`, `alternate ${origin}`],
      'feed.entry.id': [expect.stringMatching(/^urn:uuid:[\da-f-]{36}$/u)],
      'feed.entry.title': ['Salt & <pepper>'],
      'feed.entry.link': [`alternate ${origin}/posts/salt-and-pepper`, `enclosure ${origin}/images/1/page.webp`],
      'feed.entry.published': [at],
      'feed.entry.updated': [at],
      'feed.entry.author.name': ['Ada Lovelace'],
      'feed.entry.category': ['workshop', 'clay'],
      'feed.entry.summary': ['Each mug is dipped twice.'],
      'feed.entry.content': ['<p>Each mug is <b>dipped</b> twice.</p>'],
    });
    const again = await shop.call('GET', '/feeds/posts.xml', { headers: { 'if-none-match': String(headers['etag']) } });
    expect(again.status).toBe(304);
  });

  it('is as new as its newest entry, also where that was written long before its day', async () => {
    await write({ title: 'A summer market' });
    const publishAt = new Date(Date.parse(shop.clock.now()) + day).toISOString();
    await write({ publishAt });
    shop.clock.advance(2 * day);
    const { text } = await shop.call('GET', '/feeds/posts.xml');
    expect([...text.matchAll(/<updated>(.*?)<\/updated>/gu)].map(([, at]) => at)).toEqual([
      publishAt,
      publishAt,
      new Date(Date.parse(publishAt) - day).toISOString(),
    ]);
  });

  it('is well-formed without any post', async () => {
    const { text } = await shop.call('GET', '/feeds/posts.xml');
    expect(text).toContain('<updated>1970-01-01T00:00:00.000Z</updated>');
    expect(text).not.toContain('<entry>');
  });
});

it.each(['customer', 'viewer', 'support'] as const)('a %s edits no journal', async (role) => {
  for (const path of ['/admin/posts', '/admin/comments'])
    expect((await call('GET', path, undefined, shop.as(role))).status).toBe(403);
});
