import { openShop } from '@cartwright/adapters/testing/shop-over-http';
import { expect, it } from 'vitest';

type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minProperties?: number;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly format?: string;
};
type Operation = {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];

  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
};
const methodOf = (name: string) =>
  (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).find((method) => method === name.toUpperCase()) ?? 'GET';

/** The smallest value that a schema of the document accepts. */
function sampleOf(schema: Schema, schemas: Readonly<Record<string, Schema>>): unknown {
  const { $ref, type, properties = {}, required = [], minimum = 1, items = {}, minItems = 0 } = schema;
  if ($ref !== undefined) return sampleOf(schemas[$ref.split('/').at(-1) ?? ''] ?? {}, schemas);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const [form] = schema.oneOf ?? schema.anyOf ?? [];
  if (form !== undefined)
    return sampleOf(
      { ...schema, oneOf: [], anyOf: [], ...form, required: [...required, ...(form.required ?? [])] },
      schemas,
    );
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object': {
      const names = required.length > 0 ? required : Object.keys(properties).slice(0, schema.minProperties ?? 0);
      return Object.fromEntries(names.map((name) => [name, sampleOf(properties[name] ?? {}, schemas)]));
    }
    case 'array':
      return Array.from({ length: minItems }, () => sampleOf(items, schemas));
    case 'integer':
    case 'number':
      return Math.max(minimum, 1);
    case 'boolean':
      return true;
    default:
      return textOf(schema);
  }
}

const id = '00000000-0000-7000-8000-000000000001';
const samples = [id, `${id}.${id}`, 'a@shop.example', 'USD', 'en', 'list.webp', '1.xml', 'https://', 'a'];

/** A form with one file, as browsers send it. */
const form = '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\na\r\n--x--\r\n';
const multipart = 'multipart/form-data';

/** Texts of the patterns in use. */
function textOf({ pattern, format, minLength = 1 }: Schema): string {
  if (format === 'date-time') return '2026-11-21T09:30:00.000Z';
  const fitting = samples.find((text) => pattern !== undefined && new RegExp(pattern, 'u').test(text));
  return (fitting ?? 'a').padEnd(minLength, 'a');
}

it('each operation of the document refuses a query parameter that it does not know', async () => {
  const shop = await openShop({}, { requestsPerMinute: 1_000_000 });
  const document = (await shop.call('GET', '/openapi.json')).body as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  };
  const wrong: string[] = [];
  for (const [path, methods] of Object.entries(document.paths)) {
    // A provider adds parameters of its own.
    if (path.endsWith('/callback')) continue;
    for (const [method, { parameters = [], requestBody }] of Object.entries(methods)) {
      const address = parameters
        .filter((parameter) => parameter.in === 'path')
        .reduce((sofar, { name, schema }) => sofar.replace(`{${name}}`, textOf(schema)), path);
      const url = `${address}?mispelt=1`;
      const [type, { schema = {} }] = Object.entries(requestBody?.content ?? {})[0] ?? ['', {}];
      const json = type === 'application/json' ? sampleOf(schema, document.components.schemas) : undefined;
      const body = json ?? (type === multipart ? form : 'a=1');
      const contentType = type === multipart ? `${multipart}; boundary=x` : type;
      const answer = await shop.call(methodOf(method), url, {
        headers: { ...shop.as('admin'), ...(type === '' ? {} : { 'content-type': contentType }) },
        ...(type === '' ? {} : { body }),
      });
      // A page says it in words of its own.
      const isNamed = answer.text.includes('mispelt') || answer.text.startsWith('<!doctype html>');
      if (answer.status !== 400 || !isNamed)
        wrong.push(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 200)}`);
    }
  }
  expect(wrong).toEqual([]);
});

it('each operation of the document refuses a query parameter that cannot be decoded, to anybody', async () => {
  const shop = await openShop({}, { requestsPerMinute: 1_000_000 });
  const { paths } = (await shop.call('GET', '/openapi.json')).body as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  const wrong: string[] = [];
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { parameters = [] }] of Object.entries(methods)) {
      const name = parameters.find((parameter) => parameter.in === 'query')?.name ?? 'unknown';
      for (const value of ['%E0%A4%A', '%zz', '%', '%FF']) {
        const url = `${path.replaceAll(/\{[^}]+\}/gu, id)}?${name}=${value}`;
        const { status, body, text } = await shop.call(methodOf(method), url);
        // A page says it in words of its own.
        const isNamed = body?.errors?.[0]?.field === name || text.startsWith('<!doctype html>');
        if (status !== 400 || !isNamed) wrong.push(`${method} ${url}: ${status} ${text.slice(0, 200)}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});
