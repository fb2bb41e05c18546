import { makeExampleOf, type DocumentSchema, type ExampleOf } from './examples/example-of.js';
import { exampleKey } from './examples/realistic-values.js';
import { parameterExamples, requestExamples } from './examples/request-examples.js';

type Media = { readonly schema?: DocumentSchema; readonly example?: unknown };
type Content = Readonly<Record<string, Media>>;
type Response = { readonly description?: string; readonly content?: Content };
type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: DocumentSchema;
};
type Operation = {
  readonly operationId?: string;
  readonly summary?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Content };
  readonly responses?: Readonly<Record<string, Response>>;
};
type Document = {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, DocumentSchema>> };
};

/** Adds to each operation what follows from its schemas: examples, and descriptions of its responses. */
export function completeOperations<D extends object>(document: D): D {
  const { paths = {}, components = {} } = document as Document;
  const exampleOf = makeExampleOf(components.schemas ?? {});
  const completed = Object.entries(paths).map(([path, methods]) => [
    path,
    Object.fromEntries(
      Object.entries(methods).map(([method, operation]) => [method, completeOperation(operation, exampleOf)]),
    ),
  ]);
  return { ...document, paths: Object.fromEntries(completed) };
}

function completeOperation(operation: Operation, exampleOf: ExampleOf): Operation {
  const { operationId = '', parameters, requestBody, responses = {}, summary = '' } = operation;
  return {
    ...operation,
    ...(parameters === undefined
      ? {}
      : { parameters: parameters.map((each) => withValue(each, exampleOf, operationId)) }),
    ...(requestBody?.content === undefined
      ? {}
      : {
          requestBody: {
            ...requestBody,
            content: withExamples(requestBody.content, 'request', exampleOf, operationId),
          },
        }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, response]) => [status, describe(response, status, summary, exampleOf)]),
    ),
  };
}

/** Only required parameters: "Try it" sends every parameter that has an example. */
function withValue(parameter: Parameter, exampleOf: ExampleOf, operationId: string): Parameter {
  const { name, required = false, schema } = parameter;
  if (!required || schema === undefined) return parameter;
  const given = name === 'Idempotency-Key' ? exampleKey : parameterExamples[operationId]?.[name];
  const example = given ?? exampleOf(schema, 'request', name);
  return { ...parameter, example } as Parameter;
}

function withExamples(content: Content, part: 'request' | 'response', exampleOf: ExampleOf, operationId = ''): Content {
  return Object.fromEntries(
    Object.entries(content).map(([type, media]) => {
      const { schema, example } = media;
      if (!type.includes('json') || schema === undefined || example !== undefined) return [type, media];
      const given = part === 'request' ? requestExamples[operationId] : undefined;
      return [type, { ...media, example: given ?? exampleOf(schema, part) }];
    }),
  );
}

/** What Fastify writes for a response without a description. */
const undescribed = 'Default Response';

function describe(response: Response, status: string, summary: string, exampleOf: ExampleOf): Response {
  const { content, description = undescribed } = response;
  const text = description === undescribed ? responseText(status, summary) : description;
  if (content === undefined || isEmpty(content)) return { description: text };
  return { ...response, description: text, content: withExamples(content, 'response', exampleOf) };
}

/** A response without a body, which Fastify describes as JSON of any kind. */
const isEmpty = (content: Content): boolean => {
  const { schema = {} } = content['application/json'] ?? {};
  return 'application/json' in content && Object.keys(schema).every((key) => key === 'description');
};

function responseText(status: string, summary: string): string {
  if (status === '204') return `Done: ${summary.charAt(0).toLowerCase()}${summary.slice(1)}.`;
  if (status === '201') return `Created. ${summary}.`;
  return `${summary}.`;
}
