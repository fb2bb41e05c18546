import type { FastifyReply } from 'fastify';
import { sendParts } from './send-parts.js';

/** What no XML document can contain, not even escaped (XML 1.0, 2.2). */
// oxlint-disable-next-line no-control-regex -- control characters are what it removes
const notAllowed = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\p{Surrogate}]/gu;

/**
 * Escapes a text for XML, also inside an attribute, and removes what XML cannot contain.
 *
 * @example escapeXml('Salt & "pepper"\0') // 'Salt &amp; &quot;pepper&quot;'
 */
export const escapeXml = (text: string): string =>
  text
    .replaceAll(notAllowed, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    // A parser reads a bare one as a line feed.
    .replaceAll('\r', '&#13;');

/**
 * An element that contains a text; none without a text.
 *
 * @example xmlElement('g:brand', 'Kiln & Co') // '<g:brand>Kiln &amp; Co</g:brand>'
 */
export const xmlElement = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `<${name}>${escapeXml(text)}</${name}>`;

/** What describes an XML response in the OpenAPI document. */
export const xmlResponse = <Schema>(description: string, schema: Schema) => ({
  description,
  content: { 'application/xml': { schema } },
});

/** Sends a document in parts. Caches may store it for ten minutes. */
export const sendXml = (reply: FastifyReply, parts: AsyncIterable<string>): FastifyReply =>
  sendParts(reply.type('application/xml; charset=utf-8').header('cache-control', 'public, max-age=600'), parts);
