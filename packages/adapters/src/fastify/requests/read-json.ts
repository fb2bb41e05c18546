import type { FastifyInstance, FastifyRequest } from 'fastify';
import { requestRefusal } from '../errors/request-problems.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A body's text. Invalid UTF-8 and NUL are refused: PostgreSQL stores neither. */
export function decodeText(bytes: Uint8Array): string {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw requestRefusal('request.text-not-storable');
  }
  if (text.includes('\0')) throw requestRefusal('request.text-not-storable');
  return text;
}

/**
 * Parses only JSON; any other content type gets 415. JSON's content type without a body
 * counts as no body. Where a body is optional (`bodyOptional`), none counts as an empty object.
 */
export function readJson(app: FastifyInstance): void {
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.routeOptions.config.bodyOptional === true && request.body === undefined) request.body = {};
    done();
  });
  app.removeAllContentTypeParsers();
  // Refuses `__proto__` and `constructor.prototype` keys as well.
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (request: FastifyRequest, bytes: Buffer, done) => {
      // Many clients send the header even without a body.
      if (bytes.length === 0) return done(null, undefined);
      const text = decodeText(bytes);
      void parse(request, text, (error: Error | null, body: unknown) => {
        if (error !== null) done(error);
        // Only an escape can still contain a NUL or half a surrogate pair.
        else if (text.includes('\\u') && !isStorable(body)) done(requestRefusal('request.text-not-storable'));
        else done(null, body);
      });
    },
  );
}

/** Whether every text in a JSON value, keys included, can be stored unchanged. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0') && !/\p{Surrogate}/u.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, member]) => isStorable(key) && isStorable(member));
}
