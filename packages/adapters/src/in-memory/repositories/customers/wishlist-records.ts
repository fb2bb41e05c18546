import type { WishlistRecords } from '@cartwright/application';
import { compareIds } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import type { Tables } from '../../store.js';

/** Wishlists of an in-memory store. */
export const wishlistRecords = ({ wishes }: Tables): WishlistRecords => ({
  ofUser: (userId) =>
    okAsync(
      [...wishes.values()]
        .filter((wish) => wish.userId === userId)
        .map(({ variantId, addedAt }) => ({ variantId, addedAt }))
        .sort((a, b) => compareIds(b.addedAt, a.addedAt) || compareIds(b.variantId, a.variantId)),
    ),
  add: (userId, item) => {
    const key = keyOf(userId, item.variantId);
    if (!wishes.has(key)) wishes.set(key, { userId, ...item });
    return okAsync(undefined);
  },
  remove: (userId, variantId) => okAsync(wishes.delete(keyOf(userId, variantId))),
});

const keyOf = (userId: string, variantId: string): string => `${userId} ${variantId}`;
