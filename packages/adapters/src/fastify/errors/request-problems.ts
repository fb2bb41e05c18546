import { Refusal, type Facts, type FieldError } from './problem.js';

/** Problems that any route can return before its use case runs. */
export const requestProblems = {
  'request.invalid': {
    status: 400,
    title: 'The request is invalid',
    detail: 'Fields are missing, unknown or malformed; `errors` lists them.',
  },
  'request.malformed': {
    status: 400,
    title: 'The request is malformed',
    detail: 'The URL or the headers cannot be parsed.',
  },
  'request.body-malformed': {
    status: 400,
    title: 'The body is malformed',
    detail: 'The body is empty or does not match its content type.',
  },
  'request.text-not-storable': {
    status: 400,
    title: 'Invalid text',
    detail: 'Text is UTF-8 without NUL characters and lone surrogates.',
  },
  'request.not-found': {
    status: 404,
    title: 'Not found',
    detail: 'No resource has this URL.',
  },
  'request.timed-out': {
    status: 408,
    title: 'The request took too long',
    detail: 'The request was not complete in time.',
  },
  'request.body-too-large': {
    status: 413,
    title: 'The body is too large',
    detail: 'At most 1 MiB of JSON, or 20 MiB of product CSV.',
  },
  'request.content-type-unsupported': {
    status: 415,
    title: 'The content type is not supported',
    detail: 'Send application/json; text/csv to import products; application/octet-stream to attach a file.',
  },
  'request.content-encoding-unsupported': {
    status: 415,
    title: 'The content encoding is not supported',
    detail: 'Send the body as it is, not compressed.',
  },
  'request.headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    detail: 'Headers and URL together have at most 16 KiB.',
  },
  'server.defect': {
    status: 500,
    title: 'Internal server error',
    detail: 'The error is logged under the request id.',
  },
  'server.closing': {
    status: 503,
    title: 'The server is stopping',
    detail: 'Send the request again; another server will handle it.',
  },
} as const;

export const requestRefusal = (code: keyof typeof requestProblems, facts: Facts = {}): Refusal =>
  new Refusal(code, requestProblems[code], facts);

/** A refusal of fields that a schema cannot check. */
export const invalidRequest = (...errors: readonly FieldError[]): Refusal =>
  requestRefusal('request.invalid', { errors });
