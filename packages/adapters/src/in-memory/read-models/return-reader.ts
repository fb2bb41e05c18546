import { awaitedReturnOf, type ReturnReader } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { pageOf } from './page-of.js';
import type { InMemoryStore } from '../store.js';

/** Announced returns as an in-memory store has them. */
export const makeInMemoryReturnReader = ({ store }: { readonly store: InMemoryStore }): ReturnReader => ({
  awaited: (request) =>
    store.read(({ returns, orders }) => {
      const rows = [...returns.values()]
        .filter(({ receivedAt }) => receivedAt === undefined)
        .flatMap((announced) => {
          const order = orders.get(announced.orderId)?.order;
          return order === undefined ? [] : [awaitedReturnOf(announced, order)];
        });
      return pageOf(
        rows,
        [{ key: 'requestedAt', direction: 'asc' }],
        ({ requestedAt }) => requestedAt,
        request,
      ).asyncAndThen((page) => okAsync(page));
    }),
});
