import type { Sitemap } from '@cartwright/application';
import { xmlElement } from '../../responses/xml.js';

const namespace = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** Addresses, or the files that have them, by the protocol of https://www.sitemaps.org/protocol.html. */
export async function* renderSitemap(sitemap: Sitemap, publicUrl: string): AsyncGenerator<string> {
  const root = sitemap.type === 'index' ? 'sitemapindex' : 'urlset';
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${namespace}">\n`;
  if (sitemap.type === 'index') {
    for (let part = 1; part <= sitemap.parts; part += 1)
      yield `<sitemap>${xmlElement('loc', `${publicUrl}/sitemaps/${part}.xml`)}</sitemap>\n`;
  } else {
    for await (const urls of sitemap.urls)
      yield urls
        .map(({ url, changedAt }) => `<url>${xmlElement('loc', url)}${xmlElement('lastmod', changedAt)}</url>\n`)
        .join('');
  }
  yield `</${root}>\n`;
}
