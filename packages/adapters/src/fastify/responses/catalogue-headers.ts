import type { Caller } from '@cartwright/application';
import type { FastifyReply } from 'fastify';

/** Short, so that a new price soon shows. Afterwards caches revalidate and mostly get 304. */
const maxAgeSeconds = 10;

/** `Cache-Control` of a response whose content does not change for `validForMs`. */
export function freshness(validForMs = Infinity, who: 'public' | 'private' = 'public'): string {
  const maxAge = Math.max(0, Math.min(maxAgeSeconds, Math.floor(validForMs / 1_000)));
  return `${who}, max-age=${maxAge}, must-revalidate`;
}

/** Adds request headers to `Vary`, which CORS may have set already. */
export function varyBy(reply: FastifyReply, ...fields: readonly string[]): void {
  const varied = [reply.getHeader('vary'), ...fields];
  void reply.header('vary', varied.filter((field) => field !== undefined).join(', '));
}

/** Sets the language of a response, and the headers of a request that it depends on. */
export function markLanguage(reply: FastifyReply, seenIn: string): void {
  void reply.header('content-language', seenIn);
  varyBy(reply, 'Accept-Language', 'Authorization', 'Cookie');
}

/**
 * Sets the language and the caching of a response. What a customer sees depends on their groups, so that no cache may
 * show it to others, or show them what guests see.
 *
 * @param validForMs - how long until the content changes by itself
 */
export function markSeen(
  reply: FastifyReply,
  { caller }: { readonly caller: Caller },
  seenIn: string,
  validForMs = Infinity,
): void {
  markLanguage(reply, seenIn);
  void reply.header('cache-control', freshness(validForMs, caller.type === 'user' ? 'private' : 'public'));
}
