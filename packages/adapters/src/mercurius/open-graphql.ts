import type { UseCases } from '@cartwright/application';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import {
  NoSchemaIntrospectionCustomRule,
  printSchema,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLError,
} from 'graphql';
import mercurius from 'mercurius';
import { makeAdmitDocument } from './limits/admit-document.js';
import type { Variables } from './limits/measure-query.js';
import type { Operations } from './operations/collect-operations.js';
import { makeRunOperation, type Exchange } from './operations/run-operation.js';
import { presentFieldError, presentInvalid } from './present-errors.js';
import { buildGraphqlSchema } from './schema/build-schema.js';
import { makeContext } from './schema/context.js';
import type { Schema } from './schema/json-schema.js';

export type Document = {
  readonly query: string;
  readonly variables?: Variables | null;
  readonly operationName?: string | null;
};

export type Graphql = {
  /** The response and its status. @throws a `Refusal` of the whole document */
  readonly execute: (
    request: FastifyRequest,
    reply: FastifyReply,
    document: Document,
  ) => Promise<{ readonly status: number; readonly body: FormattedExecutionResult }>;
  /** The schema in its own language. */
  readonly sdl: string;
  readonly close: () => Promise<void>;
};

type Parts = {
  readonly app: FastifyInstance;
  readonly operations: Operations;
  readonly useCases: Pick<UseCases, 'admitRequest' | 'admitKeyRequest' | 'noteSecurityEvent'>;
  /** Whether clients may read the schema. */
  readonly introspection: boolean;
};

/** Maximum parsed documents cached. */
const cachedDocuments = 200;

/** Requests with the same document after which it is compiled: a product page then takes half the time. */
const compiledAfter = 3;

/** The GraphQL API over the operations of the server. */
export async function openGraphql({ app, operations, useCases, introspection }: Parts): Promise<Graphql> {
  const run = makeRunOperation(app, useCases);
  const findShared = (name: string): Schema => app.getSchema(name) as Schema;
  const schema = buildGraphqlSchema(operations, findShared, run);
  const admit = makeAdmitDocument();
  const inner = Fastify();
  await inner.register(mercurius, {
    schema,
    routes: false,
    cache: cachedDocuments,
    jit: compiledAfter,
    validationRules: introspection ? [] : [NoSchemaIntrospectionCustomRule],
    errorFormatter: (execution) => ({ statusCode: 200, response: execution }),
  });
  await inner.ready();

  const execute: Graphql['execute'] = async (request, reply, { query, variables, operationName }) => {
    const source = admit(query, variables ?? {}, operationName ?? undefined);
    const exchange: Exchange = { request, reply, counted: 0, entityTags: new Map() };
    const context = makeContext(exchange, operations, run);
    let result: ExecutionResult;
    try {
      result = await inner.graphql(source, { ...context }, variables ?? {}, operationName ?? undefined);
    } catch (error) {
      const { errors } = error as { readonly errors?: readonly GraphQLError[] };
      if (errors === undefined) throw error;
      return { status: 400, body: { errors: errors.map(presentInvalid) } };
    }
    const { data, errors } = result;
    // Where it compiles a document, mercurius leaves the variables and the name of the operation to the compiled query.
    if (data === undefined && errors !== undefined)
      return { status: 400, body: { errors: errors.map(presentInvalid) } };
    const note = (defect: unknown): void => request.log.error({ err: defect }, 'a field failed');
    const failed = errors === undefined ? {} : { errors: errors.map((error) => presentFieldError(error, note)) };
    const { entityTags } = exchange;
    const shown = entityTags.size === 0 ? {} : { extensions: { entityTags: Object.fromEntries(entityTags) } };
    return { status: 200, body: { ...failed, ...(data === undefined ? {} : { data }), ...shown } };
  };
  return { execute, sdl: `${printSchema(schema)}\n`, close: () => inner.close() };
}
