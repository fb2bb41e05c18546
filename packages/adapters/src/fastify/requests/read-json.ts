import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { invalidRequest, notStorable, requestRefusal } from '../errors/request-problems.js';
import { isNoBody } from './refuse-unused-input.js';
import { textFaults, type TextFaults } from './validation/text-faults.js';

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
 * counts as no body. Where a body is optional (`bodyOptional`) or not used, none counts as an empty object.
 */
export function readJson(app: FastifyInstance): void {
  app.addHook('preValidation', (request, _reply, done) => {
    const { config, schema } = request.routeOptions;
    const isOptional = config.bodyOptional === true || isNoBody(schema?.body);
    if (isOptional && request.body === undefined) request.body = {};
    done();
  });
  app.removeAllContentTypeParsers();
  // `__proto__` and `constructor.prototype` stay plain properties of the parsed value, and are refused by name below.
  const parse = app.getDefaultJsonParser('ignore', 'ignore');
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (request: FastifyRequest, bytes: Buffer, done) => {
      // Many clients send the header even without a body.
      if (bytes.length === 0) return done(null, undefined);
      const isValid = isUtf8(bytes);
      const text = bytes.toString('utf8');
      // A JSON string cannot contain NUL. As an escape it is parsed, so that its field can be named.
      void parse(request, text.replaceAll('\0', '\\u0000'), (error: Error | null, body: unknown) => {
        if (error !== null) return done(isValid ? error : requestRefusal('request.text-not-storable', { errors: [] }));
        // Only an escape can still contain half a surrogate pair.
        const isSuspect = !isValid || text.includes('\0') || /\\u|__proto__|constructor/u.test(text);
        const refusal = isSuspect ? refusalOf(textFaults(body, { isValid }), !isValid || text.includes('\0')) : null;
        return refusal === null ? done(null, body) : done(refusal);
      });
    },
  );
}

function refusalOf({ texts, names }: TextFaults, mustRefuse: boolean): Error | null {
  const errors = [
    ...texts.map(notStorable),
    ...names.map((field) => ({ field, code: 'unknown' as const, params: {}, message: 'is unknown' })),
  ];
  if (texts.length > 0 || mustRefuse) return requestRefusal('request.text-not-storable', { errors });
  return names.length > 0 ? invalidRequest(...errors) : null;
}
