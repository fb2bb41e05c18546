import type { WishlistRecords } from '@cartwright/application';
import { and, desc, eq } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { isUuid } from '../../connection/storable-text.js';
import { query } from '../../connection/try-query.js';
import { wishlistItems } from '../../schema.js';

/** Wishlists in the table `wishlist_items`. */
export const makeDrizzleWishlistRecords = (tx: Database): WishlistRecords => ({
  ofUser: (userId) =>
    query(async () =>
      isUuid(userId)
        ? tx
            .select({ variantId: wishlistItems.variantId, addedAt: wishlistItems.addedAt })
            .from(wishlistItems)
            .where(eq(wishlistItems.userId, userId))
            .orderBy(desc(wishlistItems.addedAt), desc(wishlistItems.variantId))
        : [],
    ),
  add: (userId, item) =>
    query(async () => {
      await tx
        .insert(wishlistItems)
        .values({ userId, ...item })
        .onConflictDoNothing();
    }),
  remove: (userId, variantId) =>
    query(async () => {
      if (!isUuid(userId) || !isUuid(variantId)) return false;
      const removed = await tx
        .delete(wishlistItems)
        .where(and(eq(wishlistItems.userId, userId), eq(wishlistItems.variantId, variantId)))
        .returning({ variantId: wishlistItems.variantId });
      return removed.length > 0;
    }),
});
