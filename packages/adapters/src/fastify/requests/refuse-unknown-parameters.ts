import type { RouteOptions } from 'fastify';
import { Type } from 'typebox';
import { closed } from './plain-schemas.js';

const NoParameters = Type.Object({}, closed);

/** A route without a query string schema refuses all parameters, so that a misspelt one is never ignored. */
export const refuseUnknownParameters = (route: RouteOptions): void => {
  if (route.schema?.querystring === undefined) route.schema = { ...route.schema, querystring: NoParameters };
};
