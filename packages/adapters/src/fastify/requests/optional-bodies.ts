/** Marks operations of the document with an optional body; removed before the document is served. */
export const bodyIsOptional = 'x-body-optional';

type Operation = { readonly requestBody?: object; readonly [bodyIsOptional]?: boolean };

/**
 * Sets `required: false` on marked bodies: the generator only knows the schemas and requires
 * all bodies.
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
