import selectSerializer, { type SerializerFactory } from '@fastify/fast-json-stringify-compiler';

/**
 * Compiles each serializer at its first use: a process that has just started uses few
 * routes, and compiling all of them takes as long as starting the rest of the server.
 *
 * @example Fastify({ schemaController: { compilersFactory: { buildSerializer: makeSerializerCompiler() } } })
 */
export function makeSerializerCompiler(): SerializerFactory {
  const select = selectSerializer();
  return (schemas, options) => {
    const compile = select(schemas, options);
    return (route) => {
      let write: ReturnType<typeof compile> | undefined;
      return (answer: unknown) => (write ??= compile(route))(answer);
    };
  };
}
