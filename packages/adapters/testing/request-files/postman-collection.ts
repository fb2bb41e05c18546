import type { ApiDocument, ExampleRequest } from './read-operations.js';
import { captures } from './read-operations.js';

/** A Postman collection (v2.1) of all requests, one folder a group. Answers fill the variables of later requests. */
export const postmanCollection = ({ tags }: ApiDocument, requests: readonly ExampleRequest[]): string =>
  `${JSON.stringify(
    {
      info: {
        name: 'Cartwright',
        description: 'Every request of the API. Generated from the OpenAPI document by `npx pnpm@12 docs:generate`.',
        schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
      },
      variable: [
        { key: 'host', value: 'http://127.0.0.1:3000' },
        ...Object.values(captures).flatMap((variables) => variables.map(([key]) => ({ key, value: '' }))),
      ],
      item: tags.flatMap(({ name, description }) => {
        const item = requests.filter(({ group }) => group === name).map(itemOf);
        return item.length === 0 ? [] : [{ name, description, item }];
      }),
    },
    undefined,
    1,
  )}\n`;

const itemOf = ({ id, summary, description, method, url, headers, body }: ExampleRequest): object => {
  const variables = captures[id] ?? [];
  return {
    name: summary,
    request: {
      method,
      description,
      header: headers.map(([key, value]) => ({ key, value })),
      url,
      ...(body === undefined ? {} : { body: { mode: 'raw', raw: body } }),
    },
    ...(variables.length === 0 ? {} : { event: [{ listen: 'test', script: { exec: variables.map(store) } }] }),
  };
};

const store = ([variable, path]: readonly [string, string]): string =>
  `pm.collectionVariables.set('${variable}', pm.response.json().${path});`;
