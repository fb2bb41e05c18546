import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { beginRefusal, tellableRefusal } from '../fastify/errors/respond-to-errors.js';
import { closed, nullable } from '../fastify/requests/plain-schemas.js';
import type { Routes } from '../fastify/route-types.js';
import type { ServerDeps } from '../fastify/server-deps.js';
import { graphiqlRoutes } from './graphiql/graphiql-routes.js';
import { graphqlProblems } from './graphql-problems.js';
import { limits } from './limits/document-limits.js';
import type { Graphql } from './open-graphql.js';
import type { Operations } from './operations/collect-operations.js';
import { presentRefusal } from './present-errors.js';

const AnyObject = Type.Unsafe<Readonly<Record<string, unknown>>>({ type: 'object' });

/** One document. A list of documents (a batch) does not match. */
const DocumentBody = Type.Object(
  {
    query: Type.String({ minLength: 1, maxLength: limits.length }),
    variables: Type.Optional(nullable(AnyObject)),
    operationName: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
    /** Some clients send it; it has no meaning here. */
    extensions: Type.Optional(nullable(AnyObject)),
  },
  closed,
);

/**
 * The largest body. Larger inputs, such as long posts with their translations, are sent to REST, which takes 1 MiB.
 * Variables are checked before the operation: with this limit, hostile ones take less than 100 ms of processor time.
 */
const bodyLimit = 256 * 1024;

declare module 'fastify' {
  interface FastifyInstance {
    /** The GraphQL API, opened at its first use: few processes of a test or a job ever serve it. */
    readonly openGraphql: () => Promise<Graphql>;
  }
}

type Parts = Pick<ServerDeps, 'useCases' | 'docs'> & { readonly operations: () => Operations };

/** `POST /graphql`: one document of queries or mutations, each of which runs an operation of the REST API. */
export const graphqlRoutes =
  ({ useCases, docs, operations }: Parts): Routes =>
  (app, _options, done) => {
    let opened: Promise<Graphql> | undefined;
    const open = (): Promise<Graphql> =>
      (opened ??= import('./open-graphql.js').then(({ openGraphql }) =>
        openGraphql({ app, operations: operations(), useCases, introspection: docs }),
      ));
    app.decorate('openGraphql', open);
    app.addHook('onClose', async () => (await opened)?.close());

    if (docs) void app.register(graphiqlRoutes);

    app.post(
      '/graphql',
      {
        bodyLimit,
        schema: { hide: true, body: DocumentBody },
        config: { access: 'by-operation', problems: graphqlProblems },
        errorHandler: respondToGraphqlError,
      },
      async (request, reply) => {
        const { execute } = await open();
        const { status, body } = await execute(request, reply, request.body);
        return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
      },
    );
    done();
  };

/** An error of the whole request in the form that GraphQL clients read, with the status and headers of REST. */
function respondToGraphqlError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = tellableRefusal(error, request);
  void beginRefusal(refusal, request, reply)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ errors: [presentRefusal(refusal)] }));
}
