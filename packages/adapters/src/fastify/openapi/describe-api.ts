import swagger from '@fastify/swagger';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { browseApi } from './browse-api.js';
import { completeOperations } from './complete-operations.js';
import { groups } from './describe-groups.js';
import { introduction } from './introduction.js';
import { nameSchemas } from './name-schemas.js';
import { isNoBody } from '../requests/refuse-unused-input.js';
import { bodyIsOptional, relaxBodies } from '../requests/optional-bodies.js';
import type { ProblemTable } from '../errors/problem.js';
import { problemsOf } from '../errors/problems-of-route.js';
import { requestProblems } from '../errors/request-problems.js';
import type { SecureCookie } from '../requests/secure-cookie.js';
import type { ServerDeps } from '../server-deps.js';

type Described = Pick<ServerDeps, 'publicUrl' | 'version' | 'docs'> & Partial<Pick<ServerDeps, 'sandbox'>>;
type Cookie = { readonly cookie: Pick<SecureCookie, 'name'> };

/**
 * Serves `/openapi.json` and `/docs`, unless `docs` is off. Both come from the schemas and problem tables of the
 * routes. Call it before any route is registered.
 */
export async function describeApi(
  app: FastifyInstance,
  { publicUrl, version, docs, cookie, sandbox }: Described & Cookie,
): Promise<void> {
  if (!docs) return;
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Cartwright',
        version,
        description: introduction,
      },
      servers: [{ url: publicUrl, description: 'This shop.' }],
      tags: [...groups],
      components: {
        securitySchemes: {
          accessToken: { type: 'http', scheme: 'bearer', description: 'An access token (a JWT), or an API key.' },
          sessionCookie: {
            type: 'apiKey',
            in: 'cookie',
            name: cookie.name,
            description: 'Set by `POST /auth/session`, for browsers.',
          },
          csrfToken: {
            type: 'apiKey',
            in: 'header',
            name: 'X-CSRF-Token',
            description: 'Required with the cookie for requests that may change something.',
          },
          cartToken: { type: 'apiKey', in: 'header', name: 'X-Cart-Token', description: "A guest cart's secret." },
          orderToken: { type: 'apiKey', in: 'header', name: 'X-Order-Token', description: "A guest order's secret." },
        },
      },
    },
    refResolver: {
      buildLocalReference: ({ $id }, _baseUri, _fragment, index) => (typeof $id === 'string' ? $id : `def-${index}`),
    },
    transform: ({ schema, url, route }) => ({ schema: describeRoute(schema, route), url }),
    transformObject: (document) =>
      'openapiObject' in document
        ? completeOperations(nameSchemas(relaxBodies(document.openapiObject)))
        : document.swaggerObject,
  });
  browseApi(app, sandbox === undefined ? {} : { sandbox });
  app.get('/openapi.json', { schema: { hide: true }, config: { access: 'open' } }, (_request, reply) =>
    reply.type('application/json').send(app.swagger()),
  );
}

type Schema = NonNullable<RouteOptions['schema']>;

/** Documents the configuration of a route: who may use it, its headers and its problems. */
function describeRoute(schema: Schema | undefined, { config = {}, url, method }: RouteOptions): Schema {
  if (schema === undefined) return { hide: true };
  const {
    access = 'open',
    idempotent = false,
    conditional = false,
    revalidated = false,
    bodyOptional = false,
    page = false,
  } = config;
  const { body, ...withoutBody } = schema;
  const parameters = {
    ...(idempotent !== false ? { 'Idempotency-Key': { type: 'string', minLength: 1, maxLength: 255 } } : {}),
    ...(conditional !== false
      ? { 'If-Match': { type: 'string', description: 'The `ETag` that the resource must have.' } }
      : {}),
    ...(revalidated ? { 'If-None-Match': { type: 'string', description: 'The `ETag` of your copy.' } } : {}),
  };
  return {
    ...withoutBody,
    ...(body === undefined || isNoBody(body) ? {} : { body }),
    security: securityOf(access, url, method === 'GET' ? [] : ['csrfToken']),
    // The permission that the caller needs.
    ...(typeof access === 'object' ? { 'x-permission': access.permission } : {}),
    ...(bodyOptional ? { [bodyIsOptional]: true } : {}),
    ...(Object.keys(parameters).length > 0
      ? {
          headers: { type: 'object', required: idempotent === true ? ['Idempotency-Key'] : [], properties: parameters },
        }
      : {}),
    response: {
      ...problemResponses(problemsOf({ schema, config, method, url }), page ? pageContent : problemContent),
      ...(revalidated ? { 304: { type: 'null', description: 'Your copy is current.' } } : {}),
      ...(schema.response as object),
    },
  };
}

function securityOf(
  access: NonNullable<RouteOptions['config']>['access'],
  url: string,
  besideCookie: readonly string[],
): Schema['security'] & object {
  if (access === 'open' || access === undefined) return [];
  const cookie = Object.fromEntries(['sessionCookie', ...besideCookie].map((name) => [name, []]));
  if (access !== 'anyone') return [{ accessToken: [] }, cookie];
  const guest = url.includes('/carts')
    ? [{ cartToken: [] }]
    : url.includes('/orders')
      ? [{ orderToken: [] }, { cartToken: [] }]
      : [];
  return [{}, { accessToken: [] }, cookie, ...guest];
}

/** One response a status, with its possible codes. */
function problemResponses(problems: ProblemTable, content: object): Record<string, object> {
  const byStatus = new Map<number, string[]>();
  for (const [code, { status }] of Object.entries(problems)) {
    const shown = status === 500 ? 'server.defect' : code;
    const codes = byStatus.get(status) ?? [];
    if (!codes.includes(shown)) byStatus.set(status, [...codes, shown]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes
          .map((code) => `\`${code}\`: ${problems[code]?.title ?? requestProblems['server.defect'].title}.`)
          .join(' '),
        content: withProblemExample(content, codes[0] ?? '', problems),
      },
    ]),
  );
}

/** The first of the codes as a problem document, without its facts. */
function withProblemExample(content: object, code: string, problems: ProblemTable): object {
  if (!('application/problem+json' in content)) return content;
  const { title, status, detail } = problems[code] ?? requestProblems['server.defect'];
  const example = { type: `/problems/${code}`, title, status, detail, code, requestId: 'req-1' };
  return { 'application/problem+json': { schema: ProblemResponse, example } };
}

const ProblemResponse = {
  title: 'Problem',
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'code', 'params', 'message'],
        properties: {
          field: { type: 'string', description: 'A dotted path, such as `items.0.quantity`.' },
          code: {
            type: 'string',
            enum: ['required', 'unknown', 'type', 'format', 'too-short', 'too-long', 'out-of-range', 'not-allowed'],
          },
          params: {
            type: 'object',
            description:
              '`minimum`, `maximum` or `values`, by code. `values` are the allowed ones; empty where they cannot be listed.',
            additionalProperties: true,
          },
          message: { type: 'string' },
        },
      },
    },
  },
  additionalProperties: true,
};

const problemContent = { 'application/problem+json': { schema: ProblemResponse } };
const pageContent = { 'text/html': { schema: { type: 'string' } } };
