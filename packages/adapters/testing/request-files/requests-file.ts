import { captures, type ExampleRequest } from './read-operations.js';

/** `docs/requests.http`, for the REST clients of editors: an answer that a later request needs is named. */
export const requestsFile = (requests: readonly ExampleRequest[]): string =>
  [
    '# Every request of the API. Generated from the OpenAPI document by `npx pnpm@12 docs:generate`.',
    '# A purchase: listProducts, createCart, setLine, placeOrder, startPayment, confirmSandboxPayment, viewOrder.',
    '',
    '@host = http://127.0.0.1:3000',
    ...Object.entries(captures).flatMap(([id, variables]) =>
      variables.map(([variable, path]) => `@${variable} = {{${id}.response.body.$.${path}}}`),
    ),
    ...requests.flatMap(({ id, group, summary, description, method, url, headers, body }) => [
      '',
      `### ${group}: ${summary}`,
      ...description.split('\n').map((line) => `# ${line}`),
      `# @name ${id}`,
      `${method} ${url}`,
      ...headers.map(([name, value]) => `${name}: ${value}`),
      ...(body === undefined ? [] : ['', body]),
    ]),
    '',
  ].join('\n');
