import type { FastifyInstance, RouteHandlerMethod, RouteOptions } from 'fastify';
import type { RouteAccess } from '../../fastify/requests/authenticate.js';
import type { Schema } from '../schema/json-schema.js';

/** An operation of the REST API: its route, with the schemas, the access and the handler. */
export type Operation = {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly summary: string;
  readonly access: RouteAccess;
  readonly config: NonNullable<RouteOptions['config']>;
  readonly params: Schema | undefined;
  readonly query: Schema | undefined;
  /** Absent for reads. */
  readonly body: Schema | undefined;
  /** By status. */
  readonly responses: Readonly<Record<string, Schema>>;
  readonly handler: RouteHandlerMethod;
};

export type Operations = ReadonlyMap<string, Operation>;

/**
 * Collects the operations of all routes that are registered from now on. The returned function lists them by id once
 * every route is registered.
 */
export function collectOperations(app: FastifyInstance): () => Operations {
  const routes: RouteOptions[] = [];
  let operations: Operations | undefined;
  app.addHook('onRoute', (route: RouteOptions) => {
    if (route.method !== 'HEAD' && route.schema?.hide !== true) routes.push(route);
  });
  return () => (operations ??= new Map(routes.map(operationOf).map((operation) => [operation.id, operation])));
}

function operationOf({ method, url, schema = {}, config = {}, handler }: RouteOptions): Operation {
  const { operationId: id = '', summary = '', params, querystring, body, response = {} } = schema;
  const { access } = config;
  if (id === '' || access === undefined) throw new Error(`${String(method)} ${url} has no operationId or no access`);
  return {
    id,
    method: String(method),
    url,
    summary,
    access,
    config,
    params: params as Schema | undefined,
    query: querystring as Schema | undefined,
    body: method === 'GET' ? undefined : (body as Schema | undefined),
    responses: response as Readonly<Record<string, Schema>>,
    handler,
  };
}
