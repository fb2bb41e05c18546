import { ApiError, type Problem } from './problem.js';

/** What the API returned, and the entity tag with which it can be changed. */
export type ApiResponse<Body> = { readonly body: Body; readonly etag?: string };

type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Sent = {
  /** JSON, or a file, text or form that is sent as it is. */
  readonly body?: unknown;
  /** Refused with 412 if somebody has changed the resource since. */
  readonly ifMatch?: string | undefined;
  /** Makes a second click harmless. */
  readonly idempotencyKey?: string;
};

const prefix = '/api/v1';

/** Sent with each write. The cookie is no proof: a browser also adds it to requests of other sites. */
let csrfToken: string | undefined;
let onSignedOut: () => void = () => {};

export const setCsrfToken = (token: string | undefined): void => void (csrfToken = token);
/** `listener` is called when the session has ended. */
export const whenSignedOut = (listener: () => void): void => void (onSignedOut = listener);

/**
 * Reads a resource.
 *
 * @example const { body, etag } = await get<Product>(`/admin/products/${id}`);
 */
export const get = <Body>(path: string): Promise<ApiResponse<Body>> => call('GET', path);

/** Reads all pages of a list. */
export async function getAll<Row>(path: string): Promise<ApiResponse<Listed<Row>>> {
  const data: Row[] = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const { body } = await get<Page<Row>>(`${path}?limit=100&page=${page}`);
    data.push(...body.data);
    pages = body.meta.totalPages;
  }
  return { body: { data } };
}

/** The rows of a list, or of a page of it. */
export type Listed<Row> = { readonly data: readonly Row[] };
type Page<Row> = Listed<Row> & { readonly meta: { readonly totalPages: number } };

/**
 * Writes. Throws an `ApiError` if the API refuses.
 *
 * @example await send('POST', `/admin/shipments/${id}/deliver`);
 */
export const send = <Body = unknown>(method: Method, path: string, sent: Sent = {}): Promise<ApiResponse<Body>> =>
  call(method, path, sent);

/** The address of a path, for links to files. The browser sends the cookie along. */
export const urlOf = (path: string): string => prefix + path;

async function call<Body>(method: string, path: string, sent: Sent = {}): Promise<ApiResponse<Body>> {
  const response = await fetch(prefix + path, { method, ...contentOf(sent, method !== 'GET') });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const body: unknown = isJson && text !== '' ? JSON.parse(text) : text;
  if (!response.ok) {
    if (response.status === 401 && csrfToken !== undefined) onSignedOut();
    throw new ApiError(isJson ? (body as Problem) : unknownProblem(response.status));
  }
  const etag = response.headers.get('etag');
  return { body: body as Body, ...(etag === null ? {} : { etag }) };
}

function contentOf({ body, ifMatch, idempotencyKey }: Sent, isWrite: boolean): RequestInit {
  const isRaw = body instanceof FormData || body instanceof Blob;
  const headers = {
    accept: 'application/json',
    ...(isWrite && csrfToken !== undefined ? { 'x-csrf-token': csrfToken } : {}),
    ...(body === undefined || isRaw ? {} : { 'content-type': 'application/json' }),
    ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
  };
  return { headers, ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }) };
}

const unknownProblem = (status: number): Problem => ({
  status,
  code: 'console.failed',
  detail: `The shop returned the status ${status}. Try again.`,
});
