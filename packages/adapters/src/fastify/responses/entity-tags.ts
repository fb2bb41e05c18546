import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify';
import { invalidRequest } from '../errors/request-problems.js';

export const versionTag = (version: number): string => `"${version}"`;

/** A resource, with its version as the entity tag. */
export function withTag<Resource extends { readonly version: number }>(
  reply: FastifyReply,
  resource: Resource,
): Resource {
  void reply.header('etag', versionTag(resource.version));
  return resource;
}

/** A tag from the content of a resource without a version. */
export const contentTag = (content: unknown): string => tagOf(JSON.stringify(content));

export const tagOf = (text: string | Buffer): string => `"${createHash('sha1').update(text).digest('base64url')}"`;

/**
 * The version that `If-Match` requires; none for `*` and for no header. A well-formed tag of no version, such as
 * a weak one, requires version 0, which no resource has.
 */
export function expectedVersion(request: FastifyRequest): { readonly expectedVersion?: number } {
  const tag = ifMatch(request);
  if (tag === undefined || tag === '*') return {};
  const [, version] = /^"([1-9]\d{0,14})"$/u.exec(tag) ?? [];
  return { expectedVersion: version === undefined ? 0 : Number(version) };
}

/**
 * Whether content matches `If-Match`; `undefined` without the header. `*` matches anything. A weak tag
 * matches nothing (RFC 9110, 13.1.1).
 */
export function expectedContent(request: FastifyRequest): ((standing: unknown) => boolean) | undefined {
  const tag = ifMatch(request);
  if (tag === undefined) return undefined;
  return (standing) => standing !== undefined && (tag === '*' || tag === contentTag(standing));
}

/** Parses `If-Match`: `*` or one well-formed tag. */
function ifMatch({ headers }: FastifyRequest): string | undefined {
  const sent = headers['if-match']?.trim();
  if (sent === undefined || sent === '*' || /^(W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/u.test(sent)) return sent;
  throw invalidRequest({
    field: 'If-Match',
    code: 'format',
    params: {},
    message: 'must be * or one entity tag, such as "3"',
  });
}

/**
 * Tags a catalogue response by its content, unless it has a tag, and sends 304 to a client with the same
 * content.
 */
export const revalidate: onSendHookHandler = (request, reply, payload, done) => {
  if (reply.statusCode !== 200 || !(typeof payload === 'string' || Buffer.isBuffer(payload))) {
    done(null, payload);
    return;
  }
  const tag = String(reply.getHeader('etag') ?? tagOf(payload));
  void reply.header('etag', tag);
  const known = request.headers['if-none-match'];
  if (known === undefined || !(known.trim() === '*' || known.split(',').some((entry) => opaqueOf(entry) === tag))) {
    done(null, payload);
    return;
  }
  void reply.code(304).removeHeader('content-type').removeHeader('content-length');
  // No payload: an empty one would get a length, which a cache takes for that of its copy. Of a HEAD request Fastify
  // drops the payload after this, and refuses one that is null.
  done(null, request.method === 'HEAD' ? payload : null);
};

/** If-None-Match compares weakly (RFC 9110, 13.1.2). */
const opaqueOf = (entry: string): string => entry.trim().replace(/^W\//u, '');
