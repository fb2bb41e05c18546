import { Type } from 'typebox';
import { acceptsHtml } from '../../responses/accepts-html.js';
import { varyBy } from '../../responses/catalogue-headers.js';
import { respondToError, beginRefusal, tellableRefusal } from '../../errors/respond-to-errors.js';
import { requestRefusal } from '../../errors/request-problems.js';
import type { KnownProblem, KnownProblems } from '../../errors/known-problems.js';
import { closed, text } from '../../requests/plain-schemas.js';
import { pageHeaders } from '../../responses/security-headers.js';
import type { Routes } from '../../route-types.js';
import type { ServerDeps } from '../../server-deps.js';
import {
  problemPagePolicy,
  renderProblemList,
  renderProblemPage,
  renderUnknownProblem,
} from './render-problem-page.js';

const ProblemDescription = Type.Object(
  {
    code: Type.String(),
    type: Type.String({ format: 'uri-reference', description: 'The `type` of its problem documents.' }),
    title: Type.String(),
    wordings: Type.Array(
      Type.Object({
        status: Type.Integer(),
        title: Type.String(),
        detail: Type.String({ description: 'For a buyer.' }),
        hint: Type.Optional(Type.String({ description: 'For a client developer.' })),
      }),
    ),
    operations: Type.Array(Type.String(), {
      description: 'Which operations return it; empty for a problem of any request.',
    }),
  },
  { title: 'ProblemDescription' },
);

const html = { 'text/html': { schema: Type.String() } };

/** The pages that the `type` of each problem document leads to. They exist even if the documentation is turned off. */
export const problemPageRoutes =
  ({ docs, known }: Pick<ServerDeps, 'docs'> & { readonly known: () => KnownProblems }): Routes =>
  (app, _options, done) => {
    const tags = ['Start'];
    const present = ({ code, wordings, operations }: KnownProblem) => ({
      code,
      type: `/problems/${code}`,
      title: wordings[0]?.title ?? code,
      wordings,
      // Without the documentation the routes stay unlisted.
      operations: docs ? operations : [],
    });
    const all = () => [...known().values()].map(present).toSorted((one, other) => (one.code < other.code ? -1 : 1));

    app.setErrorHandler((error, request, reply) => {
      const refusal = tellableRefusal(error, request);
      if (refusal.status !== 404 || !acceptsHtml(request)) return respondToError(error, request, reply);
      return beginRefusal(refusal, request, reply).type('text/html; charset=utf-8').send(renderUnknownProblem());
    });

    app.get(
      '/problems',
      {
        helmet: pageHeaders,
        schema: {
          tags,
          operationId: 'listProblems',
          summary: 'List all problems of the API',
          description: 'A page for a browser, JSON for a program.',
          response: {
            200: {
              description: 'Each code, sorted.',
              content: {
                'application/json': { schema: Type.Object({ data: Type.Array(ProblemDescription) }) },
                ...html,
              },
            },
          },
        },
        config: { access: 'open' },
      },
      async (request, reply) => {
        void reply.headers(pageFields);
        varyBy(reply, 'accept');
        if (!acceptsHtml(request)) return { data: all() };
        return reply.type('text/html; charset=utf-8').send(renderProblemList(all()));
      },
    );

    app.get(
      '/problems/:code',
      {
        helmet: pageHeaders,
        schema: {
          tags,
          operationId: 'explainProblem',
          summary: 'Explain a problem',
          description: 'The `type` of a problem document leads here. A page for a browser, JSON for a program.',
          params: Type.Object({ code: text(100) }, closed),
          response: {
            200: {
              description: 'What the problem means, and which operations return it.',
              content: { 'application/json': { schema: ProblemDescription }, ...html },
            },
          },
        },
        config: { access: 'open' },
      },
      async (request, reply) => {
        const problem = known().get(request.params.code);
        void reply.headers(pageFields);
        varyBy(reply, 'accept');
        if (problem === undefined) throw requestRefusal('request.not-found');
        if (!acceptsHtml(request)) return present(problem);
        return reply.type('text/html; charset=utf-8').send(renderProblemPage(present(problem)));
      },
    );
    done();
  };

/** The policy only concerns the page; programs ignore it. */
const pageFields = {
  'cache-control': 'public, max-age=300',
  'content-security-policy': problemPagePolicy,
};
