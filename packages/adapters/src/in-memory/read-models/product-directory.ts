import type { ProductDirectory } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { managedProductOf } from '../repositories/catalogue/product-records.js';
import type { InMemoryStore } from '../store.js';
import { pageOf } from './page-of.js';

/** All products of an in-memory store as editors see them. */
export const makeInMemoryProductDirectory = ({ store }: { readonly store: InMemoryStore }): ProductDirectory => ({
  list: ({ search = '', status }, asked, request) =>
    store.read((tables) => {
      const sorting = asked.length === 0 ? ([{ key: 'createdAt', direction: 'desc' }] as const) : asked;
      const sought = search.toLowerCase();
      const rows = [...tables.products.keys()]
        .flatMap((id) => managedProductOf(tables, id) ?? [])
        .filter((product) => status === undefined || product.status === status)
        .filter(({ name, slug, variants }) =>
          [name, slug, ...variants.map(({ sku }) => sku)].some((text) => text.toLowerCase().includes(sought)),
        );
      return pageOf(rows, sorting, (product, key) => product[key], request).asyncAndThen((page) => okAsync(page));
    }),
});
