import type { UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem } from '../../errors/problem.js';
import { pageRequest } from '../../requests/list-query.js';
import { listOf, pageQuery } from '../../requests/list-schemas.js';
import { freshness } from '../../responses/catalogue-headers.js';
import { closed, IdParams } from '../../requests/plain-schemas.js';
import { expectedVersion, revalidate, withTag } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { addCommentProblems, changeCommentProblems, listPostCommentsProblems } from './journal-problems.js';
import { CommentBody, OwnComment, ShownComment } from './journal-schemas.js';
import { PostParams } from './posts.js';

/** Comments by customers. */
export const commentRoutes =
  ({ listPostComments, addComment, removeComment }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Journal'];

    app.get(
      '/posts/:idOrSlug/comments',
      {
        schema: {
          tags,
          operationId: 'listPostComments',
          summary: 'The comments on a post',
          description: 'Approved comments, newest first.',
          params: PostParams,
          querystring: Type.Object(pageQuery, closed),
          response: { 200: listOf(ShownComment) },
        },
        config: { access: listPostComments.access, revalidated: true, problems: listPostCommentsProblems },
        onSend: revalidate,
      },
      async ({ params, query }, reply) => {
        const asked = listPostComments({ idOrSlug: params.idOrSlug, page: pageRequest(query) });
        const { data, meta } = await orProblem(asked, listPostCommentsProblems);
        void reply.header('cache-control', freshness());
        return { data: data.map(({ id, author, text, createdAt }) => ({ id, author, text, createdAt })), meta };
      },
    );

    app.post(
      '/posts/:idOrSlug/comments',
      {
        schema: {
          tags,
          operationId: 'addComment',
          summary: 'Comment on a post',
          description: 'It is shown once approved. A user writes at most five in ten minutes.',
          params: PostParams,
          body: CommentBody,
          response: { 201: OwnComment },
        },
        config: { access: addComment.access, problems: addCommentProblems },
      },
      async ({ caller, params, body }, reply) => {
        const comment = await orProblem(addComment({ ...body, caller, idOrSlug: params.idOrSlug }), addCommentProblems);
        reply.code(201);
        return withTag(reply, comment);
      },
    );

    app.delete(
      '/comments/:id',
      {
        schema: {
          tags,
          operationId: 'removeComment',
          summary: 'Remove a comment',
          description: 'Your own; editors remove any.',
          params: IdParams,
          response: { 204: Type.Null({ description: 'Removed.' }) },
        },
        config: { access: removeComment.access, problems: changeCommentProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params } = request;
        const removed = removeComment({ caller, commentId: params.id, ...expectedVersion(request) });
        await orProblem(removed, changeCommentProblems);
        return reply.code(204).send(null);
      },
    );
    done();
  };
