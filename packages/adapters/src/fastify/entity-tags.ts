import { createHash } from 'node:crypto';
import type { FastifyRequest, onSendHookHandler } from 'fastify';
import { invalidRequest } from './problems/request-problems.js';

export const versionTag = (version: number): string => `"${version}"`;

/**
 * The version that `If-Match` asks for; none for `*` and for no header. A well-formed tag that no version has, such as a
 * weak one, asks for version 0, which nothing ever is at.
 */
export function expectedVersion({ headers }: FastifyRequest): { readonly expectedVersion?: number } {
  const sent = headers['if-match']?.trim();
  if (sent === undefined || sent === '*') return {};
  const [, weak, opaque] = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/u.exec(sent) ?? [];
  if (opaque === undefined) {
    throw invalidRequest({ field: 'If-Match', message: 'must be `*` or one entity tag, such as `"3"`' });
  }
  return { expectedVersion: weak === undefined && /^[1-9]\d{0,14}$/u.test(opaque) ? Number(opaque) : 0 };
}

/** Tags what was read of the catalogue by its content, and answers 304 to whoever has it already. */
export const revalidate: onSendHookHandler = (request, reply, payload, done) => {
  if (reply.statusCode !== 200 || typeof payload !== 'string') {
    done(null, payload);
    return;
  }
  const tag = `"${createHash('sha1').update(payload).digest('base64url')}"`;
  void reply.header('etag', tag);
  const known = request.headers['if-none-match'];
  if (known === undefined || !(known.trim() === '*' || known.split(',').some((entry) => opaqueOf(entry) === tag))) {
    done(null, payload);
    return;
  }
  void reply.code(304).removeHeader('content-type').removeHeader('content-length');
  // No payload at all: an empty one would be given a length, which a cache takes for that of what it keeps.
  done(null, null);
};

/** If-None-Match compares weakly (RFC 9110, 13.1.2). */
const opaqueOf = (entry: string): string => entry.trim().replace(/^W\//u, '');
