import type { ListedReview, ReviewRecords } from '@cartwright/application';
import type { ProductId } from '@cartwright/domain';
import { errAsync, okAsync } from 'neverthrow';
import { pageOf } from '../../read-models/page-of.js';
import type { Tables } from '../../store.js';

/** Reviews of an in-memory store. */
export const reviewRecords = ({ reviews, products, variants, orders }: Tables): ReviewRecords => ({
  add: (review) => {
    const { userId, productId } = review;
    const isThere = [...reviews.values()].some((other) => other.userId === userId && other.productId === productId);
    if (isThere) return errAsync({ type: 'review.duplicate', productId });
    reviews.set(review.id, review);
    return okAsync(undefined);
  },
  lock: (id) => okAsync(reviews.get(id)),
  save: (review) => {
    reviews.set(review.id, review);
    return okAsync(undefined);
  },
  remove: (id) => {
    reviews.delete(id);
    return okAsync(undefined);
  },
  hasBought: (userId, productId) =>
    okAsync(
      [...orders.values()].some(
        ({ order }) =>
          order.customerId === userId &&
          order.paidAt !== undefined &&
          order.status !== 'cancelled' &&
          order.pricing.lines.some(({ variantId }) => variants.get(variantId)?.productId === productId),
      ),
    ),
  page: ({ productId, status }, request) => {
    const listed = [...reviews.values()]
      .filter((review) => (productId ?? review.productId) === review.productId)
      .filter((review) => (status ?? review.status) === review.status)
      .flatMap((review): readonly ListedReview[] => {
        const product = products.get(review.productId);
        return product === undefined ? [] : [{ ...review, product: { slug: product.slug, name: product.name } }];
      });
    const page = pageOf(listed, [{ key: 'createdAt', direction: 'desc' }], ({ createdAt }) => createdAt, request);
    return page.asyncAndThen((found) => okAsync(found));
  },
});

/** The average and the count of the approved reviews of a product. */
export function ratingOf(
  { reviews }: Pick<Tables, 'reviews'>,
  productId: ProductId,
): { readonly average: number | null; readonly count: number } {
  const stars = [...reviews.values()]
    .filter((review) => review.productId === productId && review.status === 'approved')
    .map(({ rating }) => rating);
  const count = stars.length;
  const sum = stars.reduce((all, rating) => all + rating, 0);
  return { average: count === 0 ? null : Math.round((sum * 100) / count) / 100, count };
}
