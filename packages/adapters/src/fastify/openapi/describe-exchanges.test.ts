import { beforeAll, expect, it } from 'vitest';
import { openShop } from '@cartwright/adapters/testing/shop-over-http';

type Operation = {
  readonly parameters?: readonly object[];
  readonly requestBody?: { readonly required?: boolean };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: object }>>;
};

let paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
beforeAll(async () => {
  ({ paths } = (await (await openShop()).call('GET', '/openapi.json')).body);
});
const operation = (method: string, path: string): Operation => {
  const found = paths[`/api/v1${path}`]?.[method];
  if (found === undefined) throw new Error(`${method} ${path} is not described`);
  return found;
};

it('the documentation asks for a body only where one is needed', () => {
  expect(operation('post', '/carts').requestBody?.required).toBe(false);
  expect(operation('post', '/orders/{id}/cancel').requestBody?.required).toBe(false);
  expect(operation('post', '/orders').requestBody?.required).toBe(true);
  expect(JSON.stringify(paths)).not.toContain('x-body-optional');
});

it.each(['/products', '/products/{idOrSlug}', '/categories', '/categories/{slug}'])(
  'the documentation says that %s can be asked for anew and answer that nothing changed',
  (path) => {
    const { parameters, responses } = operation('get', path);
    expect(parameters).toContainEqual(expect.objectContaining({ name: 'If-None-Match', in: 'header' }));
    expect(responses['304']).toEqual({ description: expect.any(String) });
  },
);

it('the documentation names the refusals of text that cannot be read or kept', () => {
  for (const { responses } of Object.values(paths).flatMap((methods) => Object.values(methods))) {
    expect(responses['400']?.description).toContain('`request.text-not-storable`');
    expect(responses['400']?.description).toContain('`request.malformed`');
  }
});
