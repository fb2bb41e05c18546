import type { UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { pageRequest } from '../../requests/list-query.js';
import { listOf, pageQuery } from '../../requests/list-schemas.js';
import { localeAndCurrencyQuery } from '../../requests/shopper.js';
import { closed } from '../../requests/plain-schemas.js';
import { revalidate } from '../../responses/entity-tags.js';
import { withPostImageUrl } from '../../responses/image-urls.js';
import type { Routes } from '../../route-types.js';
import { viewPostProblems } from './journal-problems.js';
import { ListedPost, PostResponse, TagsResponse } from './journal-schemas.js';

export const PostParams = Type.Object({ idOrSlug: Type.String({ minLength: 1, maxLength: 255 }) });
const LocaleQuery = Type.Object({ locale: localeAndCurrencyQuery.locale }, closed);
const PostsQuery = Type.Object(
  {
    tag: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
    search: Type.Optional(
      Type.String({
        maxLength: 200,
        description: 'Words of the title, the tags, the author or the text, in any form.',
      }),
    ),
    locale: localeAndCurrencyQuery.locale,
    ...pageQuery,
  },
  closed,
);
const PostList = listOf(ListedPost);

/** The journal, as readers see it. */
export const postRoutes =
  ({ listPosts, viewPost, listTags }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Journal'];
    app.addHook('onSend', revalidate);

    app.get(
      '/posts',
      {
        schema: {
          tags,
          operationId: 'listPosts',
          summary: 'List posts',
          description:
            'Published posts, the latest first; of a search the best matches first. It tolerates typing errors.',
          querystring: PostsQuery,
          response: { 200: PostList },
        },
        config: { access: listPosts.access, revalidated: true, problems: listProblems },
      },
      async (request, reply) => {
        const { tag, search, locale, ...page } = request.query;
        const filter = { ...(tag === undefined ? {} : { tag }), ...(search === undefined ? {} : { search }) };
        return app.respondFromCache<typeof PostList>(request, reply, { locale }, async ({ locales = [] }) => {
          const asked = listPosts({ ...filter, locales, page: pageRequest(page) });
          const listed = await orProblem(asked, listProblems);
          const data = listed.page.data.map((post) => withPostImageUrl(app.imageUrl, post));
          return { content: { data, meta: listed.page.meta }, locale: listed.locale };
        });
      },
    );

    app.get(
      '/posts/:idOrSlug',
      {
        schema: {
          tags,
          operationId: 'viewPost',
          summary: 'View a post',
          description: 'A published post by its slug or id, with its text as safe HTML.',
          params: PostParams,
          querystring: LocaleQuery,
          response: { 200: PostResponse },
        },
        config: { access: viewPost.access, revalidated: true, problems: viewPostProblems },
      },
      async (request, reply) => {
        const { idOrSlug } = request.params;
        return app.respondFromCache<typeof PostResponse>(request, reply, request.query, async ({ locales = [] }) => {
          const { post, locale } = await orProblem(viewPost({ idOrSlug, locales }), viewPostProblems);
          return { content: withPostImageUrl(app.imageUrl, post), locale };
        });
      },
    );

    app.get(
      '/tags',
      {
        schema: {
          tags,
          operationId: 'listTags',
          summary: 'List the tags of posts',
          description: 'By name, each with the number of its published posts.',
          response: { 200: TagsResponse },
        },
        config: { access: listTags.access, revalidated: true, problems: storageProblems },
      },
      async (request, reply) =>
        app.respondFromCache<typeof TagsResponse>(request, reply, {}, async () => {
          const { tags: found, locale } = await orProblem(listTags({}), storageProblems);
          return { content: { data: [...found] }, locale };
        }),
    );
    done();
  };
