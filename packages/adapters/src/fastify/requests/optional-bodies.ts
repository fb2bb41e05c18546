/** Marks the operations of a document whose body may be left out; taken away again before anybody reads it. */
export const bodyIsOptional = 'x-body-optional';

type Operation = { readonly requestBody?: object; readonly [bodyIsOptional]?: boolean };

/**
 * Says `required: false` of the bodies that are marked: the generator, which knows the schemas alone, requires them
 * all.
 */
export function relaxBodies<Document extends { readonly paths?: object }>(document: Document): Document {
  const paths = Object.entries(document.paths ?? {}).map(([path, methods]) => [
    path,
    Object.fromEntries(
      Object.entries(methods as Readonly<Record<string, Operation>>).map(([method, operation]) => [
        method,
        relax(operation),
      ]),
    ),
  ]);
  return { ...document, paths: Object.fromEntries(paths) };
}

function relax({ [bodyIsOptional]: optional = false, ...operation }: Operation): object {
  return optional ? { ...operation, requestBody: { ...operation.requestBody, required: false } } : operation;
}
