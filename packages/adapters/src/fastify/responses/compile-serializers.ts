import selectSerializer, { type SerializerFactory } from '@fastify/fast-json-stringify-compiler';

/**
 * Compiles what writes an answer when one is first written: most routes of a process that has just started are not
 * asked yet, and all of them together take as long as the rest of the server.
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
