import type { Review } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { cancelled, paid, sampleOrder } from '../../sample-order.js';
import { addUser, afterNoon, freshId, noon, sampleProduct, saveProduct, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

/** A review of four stars that waits, unless `facts` override it. */
export const sampleReview = (facts: Pick<Review, 'productId' | 'userId'> & Partial<Review>): Review => ({
  id: freshId(),
  author: 'Ada L.',
  rating: 4,
  text: 'Holds tea.\nKeeps it warm.',
  status: 'pending',
  version: 1,
  createdAt: noon,
  updatedAt: noon,
  ...facts,
});

export const describeReviewRecords = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('reviews', () => {
    const subject = subjectForEachTest(makeSubject);
    const addProduct = async () => {
      const draft = sampleProduct();
      const { productId, variants } = await saveProduct(subject().unitOfWork, draft);
      return { productId, variantId: variants[0]?.variantId ?? '', product: { slug: draft.slug, name: draft.name } };
    };
    const add = (review: Review) => subject().unitOfWork.run(({ reviews }) => reviews.add(review));
    const lock = async (id: string) => valueOf(await subject().unitOfWork.run(({ reviews }) => reviews.lock(id)));
    const page = async (filter = {}, request: object = { type: 'page', page: 1, limit: 10 }) =>
      valueOf(await subject().unitOfWork.read(({ reviews }) => reviews.page(filter, request as never)));

    it('are found as they were added, and as they were changed, until they are removed', async () => {
      const { unitOfWork } = subject();
      const [{ productId }, { id: userId }] = [await addProduct(), await addUser(unitOfWork)];
      const review = sampleReview({ productId, userId, title: 'Warm' });
      valueOf(await add(review));
      expect(await lock(review.id)).toStrictEqual(review);
      const { title: _title, ...untitled } = review;
      const changed: Review = { ...untitled, rating: 1, status: 'approved', version: 2, updatedAt: afterNoon(1) };
      valueOf(await unitOfWork.run(({ reviews }) => reviews.save(changed)));
      expect(await lock(review.id)).toStrictEqual(changed);
      valueOf(await unitOfWork.run(({ reviews }) => reviews.remove(review.id)));
      expect([await lock(review.id), await lock('none')]).toEqual([undefined, undefined]);
    });

    it('are written once by a user of a product, of concurrent ones too', async () => {
      const { unitOfWork } = subject();
      const [{ productId }, { id: userId }] = [await addProduct(), await addUser(unitOfWork)];
      const added = await Promise.all(Array.from({ length: 4 }, () => add(sampleReview({ productId, userId }))));
      const errors = added.flatMap((result) => (result.isErr() ? [result.error] : []));
      expect(errors).toEqual(Array.from({ length: 3 }, () => ({ type: 'review.duplicate', productId })));
    });

    it('are listed newest first, by product and by status, each with its product', async () => {
      const { unitOfWork } = subject();
      const [mug, pot] = [await addProduct(), await addProduct()];
      const reviews: Review[] = [];
      for (const [seconds, status] of (['pending', 'approved', 'rejected', 'approved'] as const).entries()) {
        const { productId } = seconds === 3 ? pot : mug;
        const { id: userId } = await addUser(unitOfWork);
        const review = sampleReview({ productId, userId, status, createdAt: afterNoon(seconds) });
        valueOf(await add(review));
        reviews.push(review);
      }
      const [first, second, third, fourth] = reviews.map(({ id }) => id);
      const ids = async (...asked: Parameters<typeof page>) => (await page(...asked)).data.map(({ id }) => id);
      expect(await ids()).toEqual([fourth, third, second, first]);
      expect(await ids({ productId: mug.productId })).toEqual([third, second, first]);
      expect(await ids({ productId: mug.productId, status: 'approved' })).toEqual([second]);
      expect(await ids({ productId: 'none' })).toEqual([]);
      expect((await page()).data[0]).toStrictEqual({ ...reviews[3], product: pot.product });
      const start = await page({}, { type: 'cursor', limit: 3 });
      const cursor = 'nextCursor' in start.meta ? start.meta.nextCursor : null;
      expect(await ids({}, { type: 'cursor', limit: 3, cursor })).toEqual([first]);
      const refused = await unitOfWork.read(({ reviews: records }) =>
        records.page({}, { type: 'cursor', limit: 3, cursor: 'not a cursor' }),
      );
      expect(refused._unsafeUnwrapErr()).toEqual({ type: 'list.cursor-malformed' });
    });

    it('are for those whose order of the product was paid, and not cancelled', async () => {
      const { unitOfWork } = subject();
      const [mug, pot] = [await addProduct(), await addProduct()];
      const { id: customerId } = await addUser(unitOfWork);
      const hasBought = async (productId: string, userId = customerId) =>
        valueOf(await unitOfWork.run(({ reviews }) => reviews.hasBought(userId, productId)));
      const place = async (change: typeof paid | undefined) => {
        const order = await sampleOrder(unitOfWork, {
          lines: [{ variantId: mug.variantId, quantity: 1 }],
          customerId,
        });
        valueOf(await unitOfWork.commit({ order: { type: 'place', order: change?.(order) ?? order } }));
      };
      expect(await hasBought(mug.productId)).toBe(false);
      await place(undefined);
      await place((order) => cancelled(paid(order)));
      expect(await hasBought(mug.productId)).toBe(false);
      await place(paid);
      expect(await hasBought(mug.productId)).toBe(true);
      expect([await hasBought(pot.productId), await hasBought(mug.productId, freshId())]).toEqual([false, false]);
    });
  });
};
