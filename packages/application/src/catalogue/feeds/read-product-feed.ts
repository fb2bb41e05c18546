import type { CurrencyCode } from '@cartwright/domain';
import { ResultAsync } from 'neverthrow';
import type { Page } from '../../ports/read-models/paging.js';
import type { ProductView } from '../../ports/read-models/catalogue-reader.js';
import type { ViewShop } from '../../shop/view-shop.js';
import type { ListedProducts, ListProducts, ListProductsError } from '../list-products.js';
import { feedItems, type FeedItem } from './feed-items.js';
import type { StorefrontLinks } from './storefront-links.js';

export type ReadProductFeedQuery = { readonly currency?: CurrencyCode; readonly locale?: string };
export type ProductFeed = {
  readonly shopName: string;
  readonly locale: string;
  /** Read as it is consumed; throws where the storage fails in between. */
  readonly items: AsyncIterable<readonly FeedItem[]>;
};
/** All listed products that have a picture, as a guest sees them. */
export type ReadProductFeed = (query: ReadProductFeedQuery) => ResultAsync<ProductFeed, ListProductsError>;

/** Products in memory at a time. */
const productsPerPage = 100;

export const makeReadProductFeed =
  ({
    listProducts,
    viewShop,
    links,
  }: {
    readonly listProducts: ListProducts;
    readonly viewShop: ViewShop;
    readonly links: StorefrontLinks;
  }): ReadProductFeed =>
  ({ locale, ...currency }) => {
    const read = (cursor?: string): ResultAsync<ListedProducts, ListProductsError> =>
      listProducts({
        ...currency,
        caller: { type: 'guest' },
        locales: locale === undefined ? [] : [locale],
        filter: {},
        sorting: [],
        page: { type: 'cursor', limit: productsPerPage, ...(cursor === undefined ? {} : { cursor }) },
      });
    // The first page is read at once: what fails there can still be reported.
    return ResultAsync.combine([viewShop(), read()]).map(([{ name }, first]) => ({
      shopName: name,
      locale: first.locale,
      items: itemsFrom(first.page, read, links),
    }));
  };

async function* itemsFrom(
  first: Page<ProductView>,
  read: (cursor: string) => ResultAsync<ListedProducts, ListProductsError>,
  links: StorefrontLinks,
): AsyncGenerator<readonly FeedItem[]> {
  let page = first;
  while (true) {
    yield page.data.flatMap((product) => feedItems(product, links));
    const cursor = 'nextCursor' in page.meta ? page.meta.nextCursor : null;
    if (cursor === null) return;
    const next = await read(cursor);
    if (next.isErr()) throw new Error(`the feed ends early: ${next.error.type}`);
    ({ page } = next.value);
  }
}
