import { apiKeyPrefix } from '@cartwright/application';
import type { FastifyRequest } from 'fastify';

/** What `Authorization: Bearer` brings; `undefined` for any other form of the header. */
export const bearerTokenOf = ({ headers: { authorization = '' } }: FastifyRequest): string | undefined =>
  /^bearer +([^\s]+) *$/iu.exec(authorization)?.[1];

/** The API key of a request, right or wrong; `undefined` where it brings something else. */
export function apiKeyOf(request: FastifyRequest): string | undefined {
  const token = bearerTokenOf(request);
  return token?.startsWith(apiKeyPrefix) === true ? token : undefined;
}
