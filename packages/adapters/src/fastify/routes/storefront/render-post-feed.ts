import type { PostFeed } from '@cartwright/application';
import type { ImageUrl } from '../../responses/image-urls.js';
import { escapeXml, xmlElement } from '../../responses/xml.js';

/** Of a feed without posts: Atom requires one. */
const beginning = '1970-01-01T00:00:00.000Z';

type Addresses = { readonly home: string; readonly self: string };

/** The latest posts as an Atom feed (RFC 4287). */
export function renderPostFeed(
  { shopName, posts, locale }: PostFeed,
  { home, self }: Addresses,
  imageUrl: ImageUrl,
): string {
  const updated = posts.map(updatedOf).reduce((latest, at) => (at > latest ? at : latest), beginning);
  const entries = posts.map((post) => {
    const { id, url, title, excerpt, body, author, tags, image, publishedAt } = post;
    return [
      '<entry>',
      xmlElement('id', `urn:uuid:${id}`),
      xmlElement('title', title),
      link('alternate', url),
      xmlElement('published', publishedAt),
      xmlElement('updated', updatedOf(post)),
      `<author>${xmlElement('name', author)}</author>`,
      ...tags.map((tag) => `<category term="${escapeXml(tag)}"/>`),
      xmlElement('summary', excerpt),
      ...(image === null ? [] : [link('enclosure', new URL(imageUrl(image.url), home).href)]),
      `<content type="html">${escapeXml(body)}</content>`,
      '</entry>\n',
    ].join('');
  });
  return [
    `<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escapeXml(locale)}">\n`,
    xmlElement('id', self),
    xmlElement('title', shopName),
    xmlElement('updated', updated),
    link('self', self),
    link('alternate', home),
    '\n',
    ...entries,
    '</feed>\n',
  ].join('');
}

/** A post that was written before it was published is new on that day. */
const updatedOf = ({ publishedAt, updatedAt }: PostFeed['posts'][number]): string =>
  updatedAt > publishedAt ? updatedAt : publishedAt;

const link = (rel: string, href: string): string => `<link rel="${rel}" href="${escapeXml(href)}"/>`;
