import type { ListedReview, UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem } from '../../errors/problem.js';
import { pageRequest } from '../../requests/list-query.js';
import { listOf, pageQuery } from '../../requests/list-schemas.js';
import { freshness } from '../../responses/catalogue-headers.js';
import { closed, IdParams } from '../../requests/plain-schemas.js';
import { expectedVersion, revalidate, withTag } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import {
  addReviewProblems,
  changeReviewProblems,
  listProductReviewsProblems,
  OwnReview,
  ReviewBody,
  ReviewPatch,
  ShownReview,
} from './review-schemas.js';

const ProductParams = Type.Object({ idOrSlug: Type.String({ minLength: 1, maxLength: 255 }) });
const ReviewsQuery = Type.Object(pageQuery, closed);

/** A review as shoppers see it. */
const publicly = ({ id, rating, title, text: said, author, createdAt, updatedAt }: ListedReview) => ({
  id,
  rating,
  ...(title === undefined ? {} : { title }),
  text: said,
  author,
  createdAt,
  updatedAt,
});

/** Reviews by buyers. */
export const reviewRoutes =
  ({ listProductReviews, addReview, changeReview, removeReview }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Reviews'];

    app.get(
      '/products/:idOrSlug/reviews',
      {
        schema: {
          tags,
          operationId: 'listProductReviews',
          summary: 'The reviews of a product',
          description: 'Approved reviews, newest first. The product has their average and number.',
          params: ProductParams,
          querystring: ReviewsQuery,
          response: { 200: listOf(ShownReview) },
        },
        config: { access: listProductReviews.access, revalidated: true, problems: listProductReviewsProblems },
        onSend: revalidate,
      },
      async ({ params, query }, reply) => {
        const asked = listProductReviews({ idOrSlug: params.idOrSlug, page: pageRequest(query) });
        const { data, meta } = await orProblem(asked, listProductReviewsProblems);
        void reply.header('cache-control', freshness());
        return { data: data.map(publicly), meta };
      },
    );

    app.post(
      '/products/:idOrSlug/reviews',
      {
        schema: {
          tags,
          operationId: 'addReview',
          summary: 'Review a product that you have bought',
          description: 'One review a customer and product. It is shown once approved.',
          params: ProductParams,
          body: ReviewBody,
          response: { 201: OwnReview },
        },
        config: { access: addReview.access, problems: addReviewProblems },
      },
      async ({ caller, params, body }, reply) => {
        const review = await orProblem(addReview({ ...body, caller, idOrSlug: params.idOrSlug }), addReviewProblems);
        reply.code(201);
        return withTag(reply, review);
      },
    );

    app.patch(
      '/reviews/:id',
      {
        schema: {
          tags,
          operationId: 'changeReview',
          summary: 'Change your review',
          description:
            'A change hides it until it is approved again. `null` removes `title` and restores the default of `displayName`.',
          params: IdParams,
          body: ReviewPatch,
          response: { 200: OwnReview },
        },
        config: { access: changeReview.access, problems: changeReviewProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params, body: patch } = request;
        const changed = changeReview({ caller, reviewId: params.id, patch, ...expectedVersion(request) });
        return withTag(reply, await orProblem(changed, changeReviewProblems));
      },
    );

    app.delete(
      '/reviews/:id',
      {
        schema: {
          tags,
          operationId: 'removeReview',
          summary: 'Remove your review',
          description: 'You can then write another one.',
          params: IdParams,
          response: { 204: Type.Null({ description: 'Removed.' }) },
        },
        config: { access: removeReview.access, problems: changeReviewProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params } = request;
        await orProblem(
          removeReview({ caller, reviewId: params.id, ...expectedVersion(request) }),
          changeReviewProblems,
        );
        return reply.code(204).send(null);
      },
    );

    done();
  };
