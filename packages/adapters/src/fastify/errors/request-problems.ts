import { Refusal, type Facts, type FieldError } from './problem.js';

/** What any route may answer before a use case is asked. */
export const requestProblems = {
  'request.invalid': {
    status: 400,
    title: 'The request is invalid',
    detail: 'Some fields are missing, unknown or not of the documented form; `errors` names them.',
  },
  'request.malformed': {
    status: 400,
    title: 'The request is malformed',
    detail: 'The address or the headers cannot be read.',
  },
  'request.body-malformed': {
    status: 400,
    title: 'The body is malformed',
    detail: 'The body is empty, or is not what its content type promises.',
  },
  'request.text-not-storable': {
    status: 400,
    title: 'The text cannot be kept',
    detail: 'Text is UTF-8 without NUL characters and lone surrogates.',
  },
  'request.not-found': {
    status: 404,
    title: 'There is nothing here',
    detail: 'No resource has this address.',
  },
  'request.timed-out': {
    status: 408,
    title: 'The request took too long',
    detail: 'The request was not complete in time.',
  },
  'request.body-too-large': {
    status: 413,
    title: 'The body is too large',
    detail: 'JSON may have 1 MiB, a product CSV 20 MiB.',
  },
  'request.content-type-unsupported': {
    status: 415,
    title: 'The content type is not supported',
    detail:
      'Send application/json, text/csv where products are imported, application/octet-stream where a file is attached.',
  },
  'request.content-encoding-unsupported': {
    status: 415,
    title: 'The content encoding is not supported',
    detail: 'Send the body as it is, not compressed.',
  },
  'request.headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    detail: 'Headers and address together may have 16 KiB.',
  },
  'server.defect': {
    status: 500,
    title: 'The server failed',
    detail: 'The failure was noted under the request id.',
  },
  'server.closing': {
    status: 503,
    title: 'The server is stopping',
    detail: 'Send the request again; another server will answer it.',
  },
} as const;

export const requestRefusal = (code: keyof typeof requestProblems, facts: Facts = {}): Refusal =>
  new Refusal(code, requestProblems[code], facts);

/** A refusal of fields that no schema can judge alone. */
export const invalidRequest = (...errors: readonly FieldError[]): Refusal =>
  requestRefusal('request.invalid', { errors });
