import type { FieldError } from './field-error.js';
import { Refusal, type Facts } from './problem.js';

/** Problems that any route can return before its use case runs. */
export const requestProblems = {
  'request.invalid': {
    status: 400,
    title: 'The request is invalid',
    detail: 'Some fields are missing, unknown or not valid.',
    hint: '`errors` lists them. A storefront can show its own texts by `code` and `params`.',
  },
  'request.malformed': {
    status: 400,
    title: 'The request is malformed',
    detail: 'The request cannot be read.',
    hint: 'The URL or the headers cannot be parsed. In a URL, `%` stands before two hexadecimal digits of UTF-8.',
  },
  'request.body-malformed': {
    status: 400,
    title: 'The body is malformed',
    detail: 'The request cannot be read.',
    hint: 'The body is empty or does not match its content type.',
  },
  'request.text-not-storable': {
    status: 400,
    title: 'Invalid text',
    detail: 'A text has characters that cannot be stored.',
    hint: 'Text is UTF-8 without NUL characters and lone surrogates.',
  },
  'request.not-found': {
    status: 404,
    title: 'Not found',
    detail: 'There is nothing at this address.',
  },
  'request.timed-out': {
    status: 408,
    title: 'The request took too long',
    detail: 'The request was not complete in time.',
  },
  'request.condition-unsupported': {
    status: 412,
    title: 'The resource has no entity tag',
    detail: 'This cannot be changed under a condition.',
    hint: 'No `If-Match` but `*` holds here. Send the request without it.',
  },
  'request.body-too-large': {
    status: 413,
    title: 'The body is too large',
    detail: 'The request is too large.',
    hint: 'A body has at most 1 MiB of JSON, or 20 MiB of prices as CSV.',
  },
  'request.content-type-unsupported': {
    status: 415,
    title: 'The content type is not supported',
    detail: 'The content of the request is of a type that is not supported.',
    hint: 'Send application/json; text/csv to import products; application/octet-stream to attach a file.',
  },
  'request.content-encoding-unsupported': {
    status: 415,
    title: 'The content encoding is not supported',
    detail: 'The content of the request is compressed.',
    hint: 'Send the body as it is.',
  },
  'request.headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    detail: 'The request is too large.',
    hint: 'Headers and URL together have at most 16 KiB.',
  },
  'server.defect': {
    status: 500,
    title: 'Internal server error',
    detail: 'Something went wrong in the shop. Please try again later.',
    hint: 'The error is logged under the request id.',
  },
} as const;

export const requestRefusal = (code: keyof typeof requestProblems, facts: Facts = {}): Refusal =>
  new Refusal(code, requestProblems[code], facts);

/** A refusal of fields that a schema cannot check. */
export const invalidRequest = (...errors: readonly FieldError[]): Refusal =>
  requestRefusal('request.invalid', { errors });

/** A text with a NUL, half a surrogate pair or bytes that are not UTF-8. */
export const notStorable = (field: string): FieldError => ({
  field,
  code: 'format',
  params: {},
  message: 'cannot be stored as text',
});

/** A query parameter whose percent-encoding cannot be decoded. */
export const notDecodable = (field: string): FieldError => ({
  field,
  code: 'format',
  params: {},
  message: 'is not percent-encoded UTF-8',
});
