import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';

/**
 * Sends a text in parts, each when the client has taken the one before. HEAD gets only the headers: Fastify would read
 * the whole text to find its length.
 */
export const sendParts = (reply: FastifyReply, parts: AsyncIterable<string>): FastifyReply =>
  reply.request.method === 'HEAD' ? reply.send() : reply.send(Readable.from(parts, { objectMode: false }));
