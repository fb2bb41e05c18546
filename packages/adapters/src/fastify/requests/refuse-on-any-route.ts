import type { FastifyRequest } from 'fastify';
import type { FieldError } from '../errors/field-error.js';
import type { Refusal } from '../errors/problem.js';
import { notDecodable, notStorable, requestRefusal } from '../errors/request-problems.js';

/** Problems of a request that do not depend on its route. */
export function refusalOnAnyRoute({ url, headers, raw }: FastifyRequest): Refusal | undefined {
  if (raw.httpVersion === '1.1' && headers.host === undefined) return requestRefusal('request.malformed');
  if (url.includes('%00')) return requestRefusal('request.text-not-storable', { errors: parametersWithNul(url) });
  const undecodable = undecodableParameters(url);
  if (undecodable.length > 0) return requestRefusal('request.malformed', { errors: undecodable });
  if (!isIdentity(headers['content-encoding'])) return requestRefusal('request.content-encoding-unsupported');
  return undefined;
}

/** The query parameters that contain NUL. In a path it has no field. */
const parametersWithNul = (url: string): readonly FieldError[] =>
  [...new URLSearchParams(url.split('?')[1] ?? '')]
    .filter(([, value]) => value.includes('\0'))
    .map(([field]) => notStorable(field));

/**
 * The query parameters whose percent-encoding is incomplete or no UTF-8. The parser would take these for ordinary text.
 */
function undecodableParameters(url: string): readonly FieldError[] {
  const query = url.slice(url.indexOf('?') + 1);
  if (query === url || !query.includes('%') || isDecodable(query)) return [];
  return query
    .split('&')
    .filter((parameter) => !isDecodable(parameter))
    .map((parameter) => parameter.split('=', 1)[0] ?? '')
    .map((name) => notDecodable(isDecodable(name) ? decodeURIComponent(name) : name));
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

const isIdentity = (contentEncoding = 'identity'): boolean => contentEncoding.trim().toLowerCase() === 'identity';
