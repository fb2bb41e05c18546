import {
  digitalPurchasesOf,
  downloadIdOf,
  type DownloadReader,
  type DownloadRow,
  type Sorting,
} from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { pageOf } from './page-of.js';
import type { InMemoryStore } from '../store.js';

const newestFirst: Sorting<'purchasedAt'> = [{ key: 'purchasedAt', direction: 'desc' }];

/** Customers' digital purchases as an in-memory store has them. */
export const makeInMemoryDownloadReader = ({ store }: { readonly store: InMemoryStore }): DownloadReader => ({
  downloadsOf: (customerId, request) =>
    store.read(({ orders, digitalFiles }) => {
      const rows = [...orders.values()]
        .filter(({ order }) => order.customerId === customerId)
        .flatMap(({ order }) => digitalPurchasesOf(order))
        .map((purchase): DownloadRow => {
          const file = digitalFiles.get(purchase.variantId);
          const row = { ...purchase, id: downloadIdOf(purchase) };
          return file === undefined ? row : { ...row, file: { name: file.name, size: file.size } };
        });
      return pageOf(rows, newestFirst, ({ purchasedAt }) => purchasedAt, request).asyncAndThen((page) => okAsync(page));
    }),
});
