import type { Caller } from '@cartwright/application';
import { LogController, type FastifyReply, type FastifyRequest } from 'fastify';
import { clientOf } from '../client.js';

/** One line replaces Fastify's two lines a request. Each line that `request.log` writes has the request's id. */
export const requestLogging = new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' });

/**
 * One line a request, without any secret: the path has no query, and the pattern of the route stands for a path that
 * contains a token or a code.
 */
export function logRequest(request: FastifyRequest, reply: FastifyReply, isAborted: boolean): void {
  // Absent where the request was refused before its caller was known.
  const caller = request.caller as Caller | undefined;
  const { url: route } = request.routeOptions;
  request.log.info(
    {
      address: clientOf(request).address,
      method: request.method,
      path: pathOf(request.url, route),
      route: route ?? 'unknown',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ...(caller?.type === 'user' ? { userId: caller.userId } : {}),
      ...(caller?.type === 'api-key' ? { apiKeyId: caller.keyId } : {}),
      ...(isAborted ? { aborted: true } : {}),
    },
    'request answered',
  );
}

const longestPath = 300;
/** A part of an unknown path that is longer may be a token in the wrong place. An id has 36 characters. */
const longPart = /[^/]{37,}/gu;

function pathOf(url: string, route: string | undefined): string {
  if (route !== undefined && /:(?:token|code)\b/u.test(route)) return route;
  const end = url.search(/[?#]/u);
  const path = (end === -1 ? url : url.slice(0, end)).slice(0, longestPath);
  // A terminal may interpret other characters as commands.
  const printable = path.replaceAll(/[^\x20-\x7e]/gu, '?');
  return route === undefined ? printable.replaceAll(longPart, '…') : printable;
}
