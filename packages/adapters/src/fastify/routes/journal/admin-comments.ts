import type { UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem } from '../../errors/problem.js';
import { pageRequest } from '../../requests/list-query.js';
import { listOf, pageQuery } from '../../requests/list-schemas.js';
import { closed, Id, IdParams } from '../../requests/plain-schemas.js';
import { expectedVersion, withTag } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { changeCommentProblems } from './journal-problems.js';
import { CommentStatus, ListedComment, ManagedComment } from './journal-schemas.js';

const CommentsQuery = Type.Object(
  { status: Type.Optional(CommentStatus), postId: Type.Optional(Id), ...pageQuery },
  closed,
);

/** Moderation of comments. */
export const adminCommentRoutes =
  ({ listComments, approveComment, rejectComment }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Journal'];

    app.get(
      '/admin/comments',
      {
        schema: {
          tags,
          operationId: 'listComments',
          summary: 'List comments of every status',
          description: 'Newest first, with their posts. `status=pending` lists unmoderated ones.',
          querystring: CommentsQuery,
          response: { 200: listOf(ListedComment) },
        },
        config: { access: listComments.access, problems: listProblems },
      },
      async ({ caller, query: { status, postId, ...page } }) =>
        orProblem(
          listComments({
            caller,
            filter: { ...(status === undefined ? {} : { status }), ...(postId === undefined ? {} : { postId }) },
            page: pageRequest(page),
          }),
          listProblems,
        ),
    );

    const moderations = [
      { path: 'approve', moderate: approveComment, id: 'approveComment', summary: 'Show a comment' },
      { path: 'reject', moderate: rejectComment, id: 'rejectComment', summary: 'Hide a comment' },
    ] as const;
    for (const { path, moderate, id: operationId, summary } of moderations) {
      app.post(
        `/admin/comments/:id/${path}`,
        {
          schema: {
            tags,
            operationId,
            summary,
            description: 'A repeat changes nothing. Rejected comments are deleted after 90 days.',
            params: IdParams,
            body: Type.Object({}, closed),
            response: { 200: ManagedComment },
          },
          config: { access: moderate.access, problems: changeCommentProblems, conditional: true, bodyOptional: true },
        },
        async (request, reply) => {
          const { caller, params } = request;
          const moderated = moderate({ caller, commentId: params.id, ...expectedVersion(request) });
          return withTag(reply, await orProblem(moderated, changeCommentProblems));
        },
      );
    }
    done();
  };
