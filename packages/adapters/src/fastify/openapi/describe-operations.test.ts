import { openShop } from '@cartwright/adapters/testing/shop-over-http';
import { requestFiles } from '@cartwright/adapters/testing/request-files/request-files';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';

type Media = { readonly schema?: object; readonly example?: unknown };
type Operation = {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly required?: boolean; readonly example?: unknown }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Record<string, Media> }>
  >;
};
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly tags: readonly { readonly name: string; readonly description: string }[];
};

let document: Document;
let operations: readonly (readonly [string, Operation])[];
beforeAll(async () => {
  document = (await (await openShop()).call('GET', '/openapi.json')).body;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
  );
});

describe('each operation', () => {
  it('has an id of its own, a summary and a description', () => {
    for (const [name, { operationId, summary, description }] of operations) {
      expect.soft(operationId, name).toMatch(/^[a-z][A-Za-z]+$/u);
      expect.soft([summary, description], name).toEqual([expect.stringMatching(/\S/u), expect.stringMatching(/\S/u)]);
    }
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('is in one group, which is explained', () => {
    const known = document.tags.map(({ name }) => [name]);
    for (const [name, { tags }] of operations) expect.soft(known, name).toContainEqual(tags);
    for (const { name, description } of document.tags) expect.soft(description, name).toMatch(/\.$/u);
  });

  it('describes each of its answers', () => {
    for (const [name, { responses }] of operations)
      for (const [status, { description }] of Object.entries(responses))
        expect.soft(description, `${name} ${status}`).not.toMatch(/^(Default Response)?$/u);
  });

  it('has an example of what it needs and of what it answers', () => {
    const missing = operations.flatMap(([name, { requestBody, responses, parameters = [] }]) => {
      const contents = [requestBody?.content, ...Object.values(responses).map(({ content }) => content)];
      const media = contents.flatMap((content) => Object.entries(content ?? {}));
      const withoutExample = [
        ...parameters.filter(({ required = false }) => required),
        ...media.filter(([type]) => type.includes('json')).map(([, each]) => each),
      ].filter(({ example }) => example === undefined);
      return withoutExample.map(() => name);
    });
    expect(missing).toEqual([]);
  });

  it('has one schema a status and type', () => {
    for (const [name, { responses }] of operations)
      for (const [status, { content = {} }] of Object.entries(responses))
        for (const { schema } of Object.values(content))
          expect.soft(schema, `${name} ${status}`).toEqual(expect.any(Object));
  });
});

it('docs has a file of requests and a Postman collection of this document: run `pnpm docs:generate`', async () => {
  const docs = new URL('../../../../../docs/', import.meta.url);
  const files = requestFiles((await (await openShop()).call('GET', '/openapi.json')).body);
  for (const [name, text] of Object.entries(files))
    expect.soft(text === (await readFile(new URL(name, docs), 'utf8')), name).toBe(true);
});
