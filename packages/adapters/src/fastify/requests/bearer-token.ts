import { apiKeyPrefix } from '@cartwright/application';
import type { FastifyRequest } from 'fastify';

/** The token of `Authorization: Bearer`; `undefined` for any other scheme. */
export const bearerTokenOf = ({ headers: { authorization = '' } }: FastifyRequest): string | undefined =>
  /^bearer +([^\s]+) *$/iu.exec(authorization)?.[1];

/** The API key of a request, not yet verified; `undefined` if it has none. */
export function apiKeyOf(request: FastifyRequest): string | undefined {
  const token = bearerTokenOf(request);
  return token?.startsWith(apiKeyPrefix) === true ? token : undefined;
}
