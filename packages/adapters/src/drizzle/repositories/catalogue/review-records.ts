import type { ListedReview, Review, ReviewFilter, ReviewRecords } from '@cartwright/application';
import { and, eq, sql } from 'drizzle-orm';
import { err, ok, ResultAsync } from 'neverthrow';
import type { Database } from '../../connection/database.js';
import { isUuid } from '../../connection/storable-text.js';
import { query } from '../../connection/try-query.js';
import { byInstant, readKeysetPage, selectPage } from '../../read-models/keyset-page.js';
import { orders, products, reviews, variants } from '../../schema.js';

const newestFirst = byInstant('createdAt', 'desc', reviews.createdAt, reviews.id);

/** Reviews in the table `reviews`, whose triggers write the ratings of products. */
export const makeDrizzleReviewRecords = (tx: Database): ReviewRecords => ({
  add: (review) =>
    query(async () =>
      tx.insert(reviews).values(rowOf(review)).onConflictDoNothing().returning({ id: reviews.id }),
    ).andThen(({ length }) =>
      length > 0 ? ok(undefined) : err({ type: 'review.duplicate', productId: review.productId } as const),
    ),
  lock: (id) =>
    query(async (): Promise<Review | undefined> => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select().from(reviews).where(eq(reviews.id, id)).for('update');
      return row && reviewOf(row);
    }),
  save: (review) =>
    query(async () => {
      await tx.update(reviews).set(rowOf(review)).where(eq(reviews.id, review.id));
    }),
  remove: (id) =>
    query(async () => {
      await tx.delete(reviews).where(eq(reviews.id, id));
    }),
  hasBought: (userId, productId) =>
    query(async () => {
      if (!isUuid(userId) || !isUuid(productId)) return false;
      const ofProduct = sql`(select ${variants.id}::text from ${variants} where ${variants.productId} = ${productId})`;
      const rows = await tx
        .select({ id: orders.id })
        .from(orders)
        .where(
          sql`${orders.customerId} = ${userId} and ${orders.status} <> 'cancelled'
            and ${orders.document} ->> 'paidAt' is not null
            and exists (
              select from json_array_elements(${orders.document} -> 'pricing' -> 'lines') as line
              where line ->> 'variantId' in ${ofProduct}
            )`,
        )
        .limit(1);
      return rows.length > 0;
    }),
  page: (filter, request) => {
    const where = conditionOf(filter);
    const all = tx
      .select({ review: reviews, product: { slug: products.slug, name: products.name } })
      .from(reviews)
      .innerJoin(products, eq(products.id, reviews.productId));
    return new ResultAsync(
      readKeysetPage(newestFirst, request, {
        where,
        select: (page) => selectPage(all, page),
        rowOf: ({ review, product }): ListedReview => ({ ...reviewOf(review), product }),
        count: async () => tx.$count(reviews, where),
      }),
    );
  },
});

const conditionOf = ({ productId, status }: ReviewFilter) =>
  and(
    productId === undefined ? undefined : isUuid(productId) ? eq(reviews.productId, productId) : sql`false`,
    status === undefined ? undefined : eq(reviews.status, status),
  );

const rowOf = ({ title, ...review }: Review): typeof reviews.$inferSelect => ({ ...review, title: title ?? null });

const reviewOf = ({ title, ...row }: typeof reviews.$inferSelect): Review => ({
  ...row,
  ...(title === null ? {} : { title }),
});
