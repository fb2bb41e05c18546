import type { Post, UseCases } from '@cartwright/application';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem } from '../../errors/problem.js';
import { pageRequest, readInstant } from '../../requests/list-query.js';
import { listOf, pageQuery } from '../../requests/list-schemas.js';
import { closed, IdParams } from '../../requests/plain-schemas.js';
import { expectedVersion, withTag } from '../../responses/entity-tags.js';
import { withPostImageUrl, type ImageUrl } from '../../responses/image-urls.js';
import type { Routes } from '../../route-types.js';
import { changePostProblems, createPostProblems, deletePostProblems, viewPostProblems } from './journal-problems.js';
import { ManagedPost, NewPostBody, PostPatchBody, PostStatus } from './journal-schemas.js';

const PostsQuery = Type.Object({ status: Type.Optional(PostStatus), ...pageQuery }, closed);

/** A post as editors see it. */
const presentPost = (imageUrl: ImageUrl, { authorId: _authorId, ...post }: Post): Omit<Post, 'authorId'> =>
  withPostImageUrl(imageUrl, post);

/** The same, with its version as the entity tag. */
export const respondWithPost = (reply: FastifyReply, post: Post) =>
  presentPost(reply.server.imageUrl, withTag(reply, post));

/** The posts of the journal, for its editors. */
export const adminPostRoutes =
  ({ listManagedPosts, viewManagedPost, createPost, changePost, deletePost }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Journal'];

    app.get(
      '/admin/posts',
      {
        schema: {
          tags,
          operationId: 'listManagedPosts',
          summary: 'List all posts',
          description: 'Posts of every status, newest first, with their translations.',
          querystring: PostsQuery,
          response: { 200: listOf(ManagedPost) },
        },
        config: { access: listManagedPosts.access, problems: listProblems },
      },
      async ({ caller, query: { status, ...page } }) => {
        const filter = status === undefined ? {} : { status };
        const found = await orProblem(listManagedPosts({ caller, filter, page: pageRequest(page) }), listProblems);
        return { ...found, data: found.data.map((post) => presentPost(app.imageUrl, post)) };
      },
    );

    app.post(
      '/admin/posts',
      {
        schema: {
          tags,
          operationId: 'createPost',
          summary: 'Write a post',
          description:
            'A draft unless `status` is set, in your name unless `author` is. `publishAt` may be in the future.',
          body: NewPostBody,
          response: { 201: ManagedPost },
        },
        config: { access: createPost.access, problems: createPostProblems },
      },
      async ({ caller, body: { publishAt, ...facts } }, reply) => {
        const dated = publishAt === undefined ? {} : { publishAt: readInstant('publishAt', publishAt) };
        const post = await orProblem(createPost({ ...facts, ...dated, caller }), createPostProblems);
        reply.code(201).header('location', `${app.prefix}/admin/posts/${post.id}`);
        return respondWithPost(reply, post);
      },
    );

    app.get(
      '/admin/posts/:id',
      {
        schema: {
          tags,
          operationId: 'viewManagedPost',
          summary: 'View a post as an editor',
          description: 'A post of any status, with its translations.',
          params: IdParams,
          response: { 200: ManagedPost },
        },
        config: { access: viewManagedPost.access, problems: viewPostProblems },
      },
      async ({ caller, params }, reply) =>
        respondWithPost(reply, await orProblem(viewManagedPost({ caller, postId: params.id }), viewPostProblems)),
    );

    app.patch(
      '/admin/posts/:id',
      {
        schema: {
          tags,
          operationId: 'changePost',
          summary: 'Change a post',
          description: '`null` clears a field; an absent field stays. `status` publishes or archives it.',
          params: IdParams,
          body: PostPatchBody,
          response: { 200: ManagedPost },
        },
        config: { access: changePost.access, problems: changePostProblems, conditional: true },
      },
      async (request, reply) => {
        const { publishAt, ...facts } = request.body;
        const dated = publishAt === undefined ? {} : { publishAt: publishAt && readInstant('publishAt', publishAt) };
        const changed = changePost({
          caller: request.caller,
          postId: request.params.id,
          ...expectedVersion(request),
          patch: { ...facts, ...dated },
        });
        return respondWithPost(reply, await orProblem(changed, changePostProblems));
      },
    );

    app.delete(
      '/admin/posts/:id',
      {
        schema: {
          tags,
          operationId: 'deletePost',
          summary: 'Delete a post',
          description: 'Its comments are deleted with it. Archive it to keep them.',
          params: IdParams,
          response: { 204: Type.Null({ description: 'Deleted.' }) },
        },
        config: { access: deletePost.access, problems: deletePostProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params } = request;
        const deleted = deletePost({ caller, postId: params.id, ...expectedVersion(request) });
        await orProblem(deleted, deletePostProblems);
        return reply.code(204).send(null);
      },
    );
    done();
  };
