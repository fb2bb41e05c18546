import type { UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem } from '../../errors/problem.js';
import { pageRequest } from '../../requests/list-query.js';
import { listOf, pageQuery } from '../../requests/list-schemas.js';
import { closed, Id, IdParams } from '../../requests/plain-schemas.js';
import { expectedVersion, withTag } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { changeReviewProblems, ListedManagedReview, ManagedReview, ReviewStatus } from './review-schemas.js';

const ManagedReviewsQuery = Type.Object(
  { status: Type.Optional(ReviewStatus), productId: Type.Optional(Id), ...pageQuery },
  closed,
);

/** Moderation of reviews. */
export const adminReviewRoutes =
  ({ listReviews, approveReview, rejectReview }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Reviews'];

    app.get(
      '/admin/reviews',
      {
        schema: {
          tags,
          operationId: 'listReviews',
          summary: 'List reviews of every status',
          description: 'Newest first, with their products. `status=pending` lists unmoderated ones.',
          querystring: ManagedReviewsQuery,
          response: { 200: listOf(ListedManagedReview) },
        },
        config: { access: listReviews.access, problems: listProblems },
      },
      async ({ caller, query: { status, productId, ...page } }) =>
        orProblem(
          listReviews({
            caller,
            filter: {
              ...(status === undefined ? {} : { status }),
              ...(productId === undefined ? {} : { productId }),
            },
            page: pageRequest(page),
          }),
          listProblems,
        ),
    );

    const moderations = [
      { path: 'approve', moderate: approveReview, id: 'approveReview', summary: 'Show a review' },
      { path: 'reject', moderate: rejectReview, id: 'rejectReview', summary: 'Hide a review' },
    ] as const;
    for (const { path, moderate, id: operationId, summary } of moderations) {
      app.post(
        `/admin/reviews/:id/${path}`,
        {
          schema: {
            tags,
            operationId,
            summary,
            description: 'A repeat changes nothing. Send `If-Match` to moderate only the text that you have read.',
            params: IdParams,
            body: Type.Object({}, closed),
            response: { 200: ManagedReview },
          },
          config: {
            access: moderate.access,
            problems: changeReviewProblems,
            conditional: true,
            bodyOptional: true,
          },
        },
        async (request, reply) => {
          const { caller, params } = request;
          const moderated = moderate({ caller, reviewId: params.id, ...expectedVersion(request) });
          return withTag(reply, await orProblem(moderated, changeReviewProblems));
        },
      );
    }
    done();
  };
