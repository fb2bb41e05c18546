import { makeOneOfEach, pictureForm } from '@cartwright/adapters/testing/api-clients/one-of-each';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeAll, expect, it } from 'vitest';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Operation = {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: unknown }>> };
  readonly parameters?: readonly { readonly name: string }[];
};
type Write = readonly [method: Method, path: string, operation: Operation];

let shop: Shop;
/** Of carts and of staff. */
let writes: readonly Write[];
beforeAll(async () => {
  shop = await openShop();
  const { paths } = (await shop.call('GET', '/openapi.json')).body as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  writes = Object.entries(paths)
    .filter(([path]) => /^\/api\/v1\/(admin|carts)\b/u.test(path))
    .flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([method]) => method !== 'get')
        .map(([method, operation]) => [method.toUpperCase() as Method, path, operation] as const),
    );
});

const named = ([method, path]: readonly [string, string, ...unknown[]]): string => `${method} ${path}`;
const takesTag = ([, , { parameters = [] }]: Write): boolean => parameters.some(({ name }) => name === 'If-Match');

it('each change of a cart or by staff is refused with the entity tag of an earlier version', async () => {
  const { ids, cart } = await makeOneOfEach(shop);
  const form = await pictureForm();
  const wrong: string[] = [];
  const conditional = writes.filter(takesTag);
  for (const write of conditional) {
    const [method, path, { requestBody }] = write;
    const [media] = Object.entries(requestBody?.content ?? {});
    const type = media?.[0];
    const values = Object.entries(ids).find(([beginning]) => path.startsWith(`/api/v1${beginning}/`))?.[1];
    const isForm = type === 'multipart/form-data';
    const isFile = type === 'application/octet-stream';
    const url = path.replaceAll(/\{(\w+)\}/gu, (_match, name: string) => values?.[name] ?? name);
    const body = isForm ? form.body : isFile ? Buffer.from('a book') : (media?.[1].example as object);
    const answer = await shop.call(method, isFile ? `${url}?filename=a.pdf` : url, {
      headers: {
        ...(path.includes('/carts/') && !path.endsWith('/claim') ? cart : { ...shop.as('admin'), ...cart }),
        'if-match': '"999"',
        'idempotency-key': named(write),
        ...(type === undefined ? {} : { 'content-type': isForm ? form.type : type }),
      },
      ...(type === undefined ? {} : { body }),
    });
    if (answer.status !== 412) wrong.push(`${named(write)}: ${answer.status} ${answer.text.slice(0, 300)}`);
  }
  expect(wrong).toEqual([]);
  expect(conditional.length).toBeGreaterThan(45);
});
