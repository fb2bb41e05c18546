import type { RouteOptions } from 'fastify';
import { Type } from 'typebox';
import { closed } from './plain-schemas.js';

const NoParameters = Type.Object({}, closed);

/** A route that declares no query string takes no parameter: a misspelt or invented one is refused, never ignored. */
export const refuseUnknownParameters = (route: RouteOptions): void => {
  if (route.schema?.querystring === undefined) route.schema = { ...route.schema, querystring: NoParameters };
};
