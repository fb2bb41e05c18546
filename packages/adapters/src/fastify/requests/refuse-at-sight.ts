import type { FastifyRequest } from 'fastify';
import type { FieldError } from '../errors/field-error.js';
import type { Refusal } from '../errors/problem.js';
import { notStorable, requestRefusal } from '../errors/request-problems.js';

/** Problems of a request that do not depend on its route. */
export function refusalAtSight({ url, headers, raw }: FastifyRequest): Refusal | undefined {
  if (raw.httpVersion === '1.1' && headers.host === undefined) return requestRefusal('request.malformed');
  if (url.includes('%00')) return requestRefusal('request.text-not-storable', { errors: parametersWithNul(url) });
  if (!isIdentity(headers['content-encoding'])) return requestRefusal('request.content-encoding-unsupported');
  return undefined;
}

/** The query parameters that contain NUL. In a path it has no field. */
const parametersWithNul = (url: string): readonly FieldError[] =>
  [...new URLSearchParams(url.split('?')[1] ?? '')]
    .filter(([, value]) => value.includes('\0'))
    .map(([field]) => notStorable(field));

const isIdentity = (contentEncoding = 'identity'): boolean => contentEncoding.trim().toLowerCase() === 'identity';
