import type { Caller, Looking } from '@cartwright/application';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { localePattern } from './plain-schemas.js';

/** Maximum languages read from a header. */
const maximumLanguages = 20;

/** The language and currency of a catalogue request. */
export const lookingQuery = {
  currency: Type.Optional(
    Type.String({ pattern: '^[A-Z]{3}$', description: "ISO 4217; default: the shop's currency." }),
  ),
  locale: Type.Optional(
    Type.String({ pattern: localePattern, description: 'Such as `de-AT`; default: `Accept-Language`.' }),
  ),
};

/** The currency and the locale that a request asks for. */
export type LookedAt = { readonly currency?: string | undefined; readonly locale?: string | undefined };

/** The caller, languages and currency of a catalogue request. */
export function lookingOf(
  { caller, headers }: FastifyRequest & { readonly caller: Caller },
  { currency, locale }: LookedAt,
): Looking {
  const locales = locale === undefined ? acceptedLanguages(headers['accept-language']) : [locale];
  return { caller, locales, ...(currency === undefined ? {} : { currency }) };
}

const locale = new RegExp(localePattern, 'u');

/**
 * The languages of an `Accept-Language` header (RFC 9110, 12.5.4), best first.
 *
 * @example acceptedLanguages('fr;q=0.5, de-AT') // ['de-AT', 'fr']
 */
export function acceptedLanguages(header = ''): readonly string[] {
  return header
    .split(',', maximumLanguages)
    .map((part) => {
      const [, language = '', quality = '1'] =
        /^\s*([A-Za-z0-9-]+)\s*(?:;\s*q\s*=\s*([\d.]{1,5}))?\s*$/u.exec(part) ?? [];
      return { language, quality: Number(quality) };
    })
    .filter(({ language, quality }) => locale.test(language) && quality > 0)
    .sort((left, right) => right.quality - left.quality)
    .map(({ language }) => language);
}

/** Short, so that a new price soon shows. Afterwards caches revalidate and mostly get 304. */
const maxAgeSeconds = 10;

/** `Cache-Control` of a response that is valid for so many milliseconds. */
export function freshness(validForMs = Infinity, who: 'public' | 'private' = 'public'): string {
  const maxAge = Math.max(0, Math.min(maxAgeSeconds, Math.floor(validForMs / 1_000)));
  return `${who}, max-age=${maxAge}, must-revalidate`;
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
  const varied = [reply.getHeader('vary'), 'Accept-Language', 'Authorization', 'Cookie'];
  void reply
    .header('content-language', seenIn)
    .header('vary', varied.filter((field) => field !== undefined).join(', '))
    .header('cache-control', freshness(validForMs, caller.type === 'user' ? 'private' : 'public'));
}
