import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { okAsync } from 'neverthrow';
import { SaxesParser } from 'saxes';
import { beforeAll, expect, it } from 'vitest';

/** An element with its name in Clark notation. */
type Element = { readonly name: string; readonly text: string; readonly children: readonly Element[] };
/** What an element may hold: how often, in this order where it is `isOrdered`, and with which text. */
type Child = { readonly least?: 0 | 1; readonly most?: number; readonly text?: RegExp; readonly holds?: Children };
type Children = { readonly isOrdered?: true; readonly children: Readonly<Record<string, Child>> };

const uri = /^https?:\/\/[^\s<>"]{1,2000}$/u;
const upTo = (length: number) => new RegExp(`^\\S[^]{0,${length - 1}}$`, '');
const sitemaps = '{http://www.sitemaps.org/schemas/sitemap/0.9}';
const g = (name: string): string => `{http://base.google.com/ns/1.0}${name}`;
const loc = { text: uri };
const lastmod = { least: 0, text: /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/u } as const;

/** The rules of https://www.sitemaps.org/schemas/sitemap/0.9/sitemap.xsd and siteindex.xsd for what we write. */
const sitemapRules: Readonly<Record<string, Children>> = {
  [`${sitemaps}urlset`]: {
    children: {
      [`${sitemaps}url`]: {
        most: 50_000,
        holds: {
          isOrdered: true,
          children: {
            [`${sitemaps}loc`]: loc,
            [`${sitemaps}lastmod`]: lastmod,
            [`${sitemaps}changefreq`]: { least: 0, text: /^(always|hourly|daily|weekly|monthly|yearly|never)$/u },
            [`${sitemaps}priority`]: { least: 0, text: /^(0(\.\d)?|1(\.0)?)$/u },
          },
        },
      },
    },
  },
  [`${sitemaps}sitemapindex`]: {
    children: {
      [`${sitemaps}sitemap`]: {
        most: 50_000,
        holds: { isOrdered: true, children: { [`${sitemaps}loc`]: loc, [`${sitemaps}lastmod`]: lastmod } },
      },
    },
  },
};

const price = { text: /^\d{1,12}(\.\d{1,3})? [A-Z]{3}$/u };
/** RSS 2.0, and https://support.google.com/merchants/answer/7052112 for what we write. */
const googleRules: Readonly<Record<string, Children>> = {
  rss: {
    children: {
      channel: {
        holds: {
          children: {
            title: { text: upTo(1000) },
            link: { text: uri },
            description: { text: upTo(1000) },
            item: {
              least: 0,
              most: Infinity,
              holds: {
                children: {
                  title: { text: upTo(150) },
                  description: { text: upTo(5_000) },
                  link: { text: uri },
                  [g('id')]: { text: upTo(50) },
                  [g('item_group_id')]: { text: upTo(50) },
                  [g('image_link')]: { text: uri },
                  [g('additional_image_link')]: { least: 0, most: 10, text: uri },
                  [g('condition')]: { text: /^(new|refurbished|used)$/u },
                  [g('availability')]: { text: /^(in_stock|out_of_stock|preorder|backorder)$/u },
                  [g('price')]: price,
                  [g('sale_price')]: { least: 0, ...price },
                  [g('brand')]: { least: 0, text: upTo(70) },
                  [g('gtin')]: { least: 0, text: /^(\d{8}|\d{12,14})$/u },
                  [g('identifier_exists')]: { least: 0, text: /^(yes|no)$/u },
                  [g('product_type')]: { least: 0, text: upTo(750) },
                  [g('color')]: { least: 0, text: upTo(100) },
                  [g('size')]: { least: 0, text: upTo(100) },
                  [g('material')]: { least: 0, text: upTo(200) },
                  [g('pattern')]: { least: 0, text: upTo(100) },
                  [g('shipping_weight')]: { least: 0, text: /^\d+(\.\d+)? (g|kg|oz|lb)$/u },
                },
              },
            },
          },
        },
      },
    },
  },
};

/** The root of a document, read by a strict parser that knows namespaces. */
function parse(xml: string): Element {
  type Open = { readonly name: string; text: string; readonly children: Element[] };
  const document: Open = { name: '', text: '', children: [] };
  const path: Open[] = [document];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ uri: namespace, local }) => {
    const element: Open = { name: namespace === '' ? local : `{${namespace}}${local}`, text: '', children: [] };
    path.at(-1)?.children.push(element);
    path.push(element);
  });
  parser.on('text', (part) => {
    const element = path.at(-1);
    if (element !== undefined) element.text += part;
  });
  parser.on('closetag', () => void path.pop());
  parser.write(xml).close();
  const [root] = document.children;
  if (root === undefined) throw new Error('the document has no root');
  return root;
}

/** Each fault of a document, with the path of its element. */
function faultsOf(xml: string, rules: Readonly<Record<string, Children>>): readonly string[] {
  const root = parse(xml);
  const allowed = rules[root.name];
  return allowed === undefined ? [`${root.name} is not a root`] : faultsIn(root, allowed, root.name);
}

function faultsIn({ text, children }: Element, { isOrdered, children: allowed }: Children, path: string): string[] {
  const names = Object.keys(allowed);
  const found = children.map(({ name }) => name);
  const places = found.map((name) => names.indexOf(name));
  const faults = text.trim() === '' ? [] : [`${path} has text`];
  if (isOrdered && places.some((place, index) => place < (places[index - 1] ?? 0))) faults.push(`${path} is unordered`);
  for (const [name, { least = 1, most = 1 }] of Object.entries(allowed)) {
    const count = found.filter((each) => each === name).length;
    if (count < least || count > most) faults.push(`${path} has ${count} of ${name}`);
  }
  for (const child of children) {
    const rule = allowed[child.name];
    const at = `${path}/${child.name}`;
    if (rule === undefined) faults.push(`${at} is unknown`);
    else if (rule.holds !== undefined) faults.push(...faultsIn(child, rule.holds, at));
    else if (child.children.length > 0 || rule.text?.test(child.text) !== true) faults.push(`${at}: ${child.text}`);
  }
  return faults;
}

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  const created = await shop.call('POST', '/api/v1/admin/products', {
    headers: shop.as('editor'),
    body: {
      status: 'active',
      // Longer than Google's maxima, with pairs that a cut would split.
      slug: 'größe-茶',
      name: `x${'💡'.repeat(100)}`,
      description: `<p>${'<b>Tea</b> &amp; "coffee" 💡 '.repeat(400)}</p>`,
      brand: `B${'💡'.repeat(60)}`,
      options: ['Color', 'Colour', 'Size'].map((name) => ({ name, values: [`${name} ${'💡'.repeat(60)}`] })),
      variants: [
        {
          sku: 'LONG',
          barcode: '4006381333931',
          options: Object.fromEntries(['Color', 'Colour', 'Size'].map((name) => [name, `${name} ${'💡'.repeat(60)}`])),
          prices: [{ price: { amount: 5, currency: 'USD' }, compareAtPrice: { amount: 100_000, currency: 'USD' } }],
          weightGrams: 380,
          backorder: true,
          stock: 0,
        },
      ],
    },
  });
  if (created.status !== 201) throw new Error(created.text);
  const images = Array.from({ length: 15 }, (_, index) => ({
    id: String(index),
    url: `https://images.example/%C3%A4/${index}.jpg?a=1&b=2`,
    alt: '',
  }));
  await shop.store.transact((tables) => {
    for (const [id, product] of tables.products) tables.products.set(id, { ...product, images });
    return okAsync(undefined);
  });
});

it("Google's product feed follows its rules", async () => {
  const { text } = await shop.call('GET', '/feeds/google.xml');
  expect(parse(text).children[0]?.children.filter(({ name }) => name === 'item').length).toBeGreaterThan(3);
  expect(faultsOf(text, googleRules)).toEqual([]);
});

it('the sitemap and its parts follow their schema', async () => {
  for (const path of ['/sitemap.xml', '/sitemaps/1.xml'])
    expect(faultsOf((await shop.call('GET', path)).text, sitemapRules)).toEqual([]);
});

it('a document that breaks a rule is found out', async () => {
  const { text } = await shop.call('GET', '/sitemap.xml');
  const { text: feed } = await shop.call('GET', '/feeds/google.xml');
  const broken = (xml: string, from: RegExp, to: string, rules: typeof sitemapRules) => {
    const changed = xml.replace(from, to);
    expect(changed).not.toBe(xml);
    return faultsOf(changed, rules).length;
  };
  expect(broken(text, /<loc>[^<]*/u, '<loc>/products/mug', sitemapRules)).toBe(1);
  expect(broken(text, /<loc>[^<]*<\/loc>/u, '', sitemapRules)).toBe(1);
  expect(broken(text, /<url>/u, '<url><lastmod>2026-01-01</lastmod>', sitemapRules)).toBeGreaterThan(0);
  expect(broken(text, /sitemap\/0\.9/u, 'sitemap/0.8', sitemapRules)).toBe(1);
  expect(broken(feed, /<g:price>[^<]*/u, '<g:price>$5', googleRules)).toBe(1);
  expect(broken(feed, /<g:condition>new<\/g:condition>/u, '', googleRules)).toBe(1);
  expect(broken(feed, /<item>/u, '<item><g:colour>red</g:colour>', googleRules)).toBe(1);
});
