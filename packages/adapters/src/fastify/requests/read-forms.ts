import type { FastifyInstance } from 'fastify';
import { decodeText } from './read-json.js';

/** Lets the routes of a plugin receive HTML forms, and nothing else. */
export function readForms(
  app: Pick<FastifyInstance, 'removeAllContentTypeParsers' | 'addContentTypeParser'>,
  bodyLimit = 8192,
): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer', bodyLimit },
    (_request, bytes: Buffer, parsed) => parsed(null, Object.fromEntries(new URLSearchParams(decodeText(bytes)))),
  );
}
