import type { FastifyPluginCallback, FastifyPluginOptions, FastifyTypeProvider, RawServerDefault } from 'fastify';
import type { Static, TSchema } from 'typebox';

/** Requests have the types of their schemas; responses may be readonly, as all our values are. */
export interface RouteTypes extends FastifyTypeProvider {
  readonly validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
  readonly serializer: this['schema'] extends TSchema ? DeepReadonly<Static<this['schema']>> : unknown;
}

/** A group of routes, typed by their schemas. */
export type Routes<Options extends FastifyPluginOptions = FastifyPluginOptions> = FastifyPluginCallback<
  Options,
  RawServerDefault,
  RouteTypes
>;

/** What a response of a schema may be made from. */
export type ResponseContent<Schema extends TSchema> = DeepReadonly<Static<Schema>>;

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;
