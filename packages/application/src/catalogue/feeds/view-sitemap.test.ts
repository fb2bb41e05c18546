import { makeInMemoryCatalogueReader } from '@cartwright/adapters/in-memory/read-models/catalogue-reader';
import { beforeAll, expect, it } from 'vitest';
import { openShop, storeCurrency, type Shop } from '../../../testing/shop-in-memory.js';
import { makeStorefrontLinks } from './storefront-links.js';
import { makeViewSitemap, type ViewSitemap } from './view-sitemap.js';

let shop: Shop;
let viewSitemap: (urlsPerPart: number) => ViewSitemap;
beforeAll(async () => {
  shop = await openShop();
  const links = makeStorefrontLinks({ publicUrl: 'https://shop.example' });
  const catalogueReader = makeInMemoryCatalogueReader(shop);
  viewSitemap = (urlsPerPart) =>
    makeViewSitemap(
      { catalogueReader, unitOfWork: shop.unitOfWork, clock: shop.clock, storeCurrency, links },
      urlsPerPart,
    );
  (await shop.unitOfWork.run(({ catalogue }) => catalogue.ensureCategory(['Kitchen', 'Mugs'])))._unsafeUnwrap();
});

async function pathsOf(...[urlsPerPart, part]: readonly [urlsPerPart: number, part?: number]) {
  const sitemap = (await viewSitemap(urlsPerPart)(part === undefined ? {} : { part }))._unsafeUnwrap();
  if (sitemap.type === 'index') return sitemap.parts;
  const paths: string[] = [];
  for await (const urls of sitemap.urls) paths.push(...urls.map(({ url }) => new URL(url).pathname));
  return paths;
}

it('has every category and every listed product in one file', async () => {
  const [kitchen, mugs, ...products] = (await pathsOf(5)) as string[];
  expect([kitchen, mugs]).toEqual(['/categories/kitchen', '/categories/mugs']);
  expect(products.toSorted()).toEqual(['/products/e-book', '/products/mug', '/products/poster']);
});

it.each([1, 2, 3, 4])('is divided above %i pages, without a gap and without a repetition', async (urlsPerPart) => {
  const parts = await pathsOf(urlsPerPart);
  expect(parts).toBe(Math.ceil(5 / urlsPerPart));
  const paths = [];
  for (let part = 1; part <= Number(parts); part += 1) {
    const found = (await pathsOf(urlsPerPart, part)) as string[];
    expect(found.length).toBeLessThanOrEqual(urlsPerPart);
    paths.push(...found);
  }
  expect(paths).toEqual(await pathsOf(5));
});

it('has no part after the last one', async () => {
  const error = (await viewSitemap(2)({ part: 4 }))._unsafeUnwrapErr();
  expect(error).toEqual({ type: 'sitemap.part-not-found', part: 4 });
});
