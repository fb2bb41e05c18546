import { exampleIds } from '@cartwright/adapters/fastify/openapi/examples/realistic-values';

/** The part of the OpenAPI document that files of requests are made of. */
export type ApiDocument = {
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
};
type DocumentedOperation = {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly [string];
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  /** The permission that the caller needs. */
  readonly 'x-permission'?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly example?: string | number;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: unknown }>> };
};

/** The token of a user of the demo shop, who signs in before the other requests. */
const signIns = {
  logInAsCustomer: { user: 'customer', who: 'a customer', variable: 'accessToken' },
  logInAsStaff: { user: 'admin', who: 'staff', variable: 'staffToken' },
} as const;

/** One request of a file. `{{name}}` is a variable of the program that reads it. */
export type ExampleRequest = {
  readonly id: string;
  readonly group: string;
  readonly summary: string;
  readonly description: string;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
};

/** Variables that an answer fills: by operation, the variable and its place in the answer. */
export const captures: Readonly<Record<string, readonly (readonly [variable: string, path: string])[]>> = {
  ...Object.fromEntries(
    Object.entries(signIns).map(([id, { variable }]) => [id, [[variable, 'accessToken'] as const]]),
  ),
  listProducts: [
    ['productId', 'data[0].id'],
    ['variantId', 'data[0].variants[0].id'],
  ],
  createCart: [
    ['cartId', 'id'],
    ['cartToken', 'token'],
  ],
  placeOrder: [
    ['orderId', 'id'],
    ['orderToken', 'token'],
  ],
  startPayment: [['paymentId', 'paymentId']],
};

/** The requests of the document, by group. The first group begins with signing in as each user. */
export function readOperations({ tags, paths }: ApiDocument): readonly ExampleRequest[] {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => requestOf(path, method.toUpperCase(), operation)),
  );
  const [start] = tags;
  const logIn = all.find(({ id }) => id === 'logIn');
  if (start === undefined || logIn === undefined) throw new Error('The document has no operation logIn.');
  return [
    ...Object.entries(signIns).map(([id, { user, who }]) => ({
      ...logIn,
      id,
      group: start.name,
      summary: `Sign in as ${who}`,
      description: `A user of the demo shop. Requests that need ${who} send the token of the response.`,
      body: JSON.stringify({ email: `${user}@example.com`, password: `demo-${user}` }, undefined, 2),
    })),
    ...tags.flatMap(({ name }) => all.filter(({ group }) => group === name)),
  ];
}

function requestOf(path: string, method: string, operation: DocumentedOperation): ExampleRequest {
  const { operationId: id, summary, description, tags, security = [], parameters = [], requestBody } = operation;
  const signIn = operation['x-permission'] === undefined ? signIns.logInAsCustomer : signIns.logInAsStaff;
  const [media] = Object.entries(requestBody?.content ?? {});
  const type = media?.[0];
  const query = parameters
    .filter(({ in: place, required = false }) => place === 'query' && required)
    .map(
      ({ name, example }) =>
        `${name}=${String(example) === exampleIds.variant ? '{{variantId}}' : encodeURIComponent(String(example))}`,
    );
  const schemes = new Set(security.flatMap((each) => Object.keys(each)));
  const isOpen = security.length === 0 || security.some((each) => Object.keys(each).length === 0);
  const headers = [
    ...(type === undefined ? [] : [['Content-Type', type] as const]),
    ...(parameters.some(({ name }) => name === 'Idempotency-Key') ? [['Idempotency-Key', '{{$guid}}'] as const] : []),
    ...(schemes.has('cartToken') && !path.includes('/orders/') ? [['X-Cart-Token', '{{cartToken}}'] as const] : []),
    ...(schemes.has('orderToken') && path.includes('{id}') ? [['X-Order-Token', '{{orderToken}}'] as const] : []),
    ...(schemes.has('accessToken') && !isOpen ? [['Authorization', `Bearer {{${signIn.variable}}}`] as const] : []),
  ];
  const url = `{{host}}${addressOf(path, parameters)}${query.length === 0 ? '' : `?${query.join('&')}`}`;
  const body = bodyOf(type, media?.[1].example);
  const named = { id, group: tags[0], summary, description, method, url, headers };
  return body === undefined ? named : { ...named, body };
}

const addressOf = (path: string, parameters: NonNullable<DocumentedOperation['parameters']>): string =>
  path.replaceAll(/\{([^}]+)\}/gu, (_match, name: string) => {
    if (name === 'variantId' || name === 'paymentId') return `{{${name}}}`;
    if (name === 'id' && path.includes('/carts/')) return '{{cartId}}';
    if (name === 'id' && path.includes('/orders/')) return '{{orderId}}';
    if (name === 'id' && path.includes('/variants/{id}')) return '{{variantId}}';
    if (name === 'id' && path.includes('/products/')) return '{{productId}}';
    return encodeURIComponent(String(parameters.find((each) => each.name === name)?.example ?? name));
  });

function bodyOf(type: string | undefined, example: unknown): string | undefined {
  if (type === undefined || example === undefined) return undefined;
  const text = typeof example === 'string' ? example : JSON.stringify(example, undefined, 2);
  return text
    .replaceAll(exampleIds.variant, '{{variantId}}')
    .replaceAll(exampleIds.cart, '{{cartId}}')
    .replaceAll(exampleIds.order, '{{orderId}}');
}
