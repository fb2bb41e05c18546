import type { Caller, Shopper } from '@cartwright/application';
import type { FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { Type } from 'typebox';
import { closed, localePattern } from './plain-schemas.js';

/** Maximum languages read from a header. */
const maximumLanguages = 20;

/** The language of names in a response. */
export const localeQuery = {
  locale: Type.Optional(
    Type.String({ pattern: localePattern, description: 'Such as `de-AT`; default: `Accept-Language`.' }),
  ),
};

/** A query of nothing but the language. */
export const LocaleQuery = Type.Object(localeQuery, closed);

/** The language and currency of a catalogue request. */
export const localeAndCurrencyQuery = {
  currency: Type.Optional(
    Type.String({ pattern: '^[A-Z]{3}$', description: "ISO 4217; default: the shop's currency." }),
  ),
  ...localeQuery,
};

/** The currency and the locale that a request asks for. */
export type LocaleAndCurrency = { readonly currency?: string | undefined; readonly locale?: string | undefined };

/** The caller, languages and currency of a catalogue request. */
export function shopperOf(
  { caller, headers }: FastifyRequest & { readonly caller: Caller },
  { currency, locale }: LocaleAndCurrency,
): Shopper {
  const locales = localesOf(headers, locale);
  return { caller, locales, ...(currency === undefined ? {} : { currency }) };
}

/** The languages of a request, best first: the one of its query or else those of `Accept-Language`. */
const localesOf = (headers: IncomingHttpHeaders, locale: string | undefined): readonly string[] =>
  locale === undefined ? acceptedLanguages(headers['accept-language']) : [locale];

/** The same of a request with a `LocaleQuery`. */
export const localesWanted = ({
  headers,
  query,
}: Pick<FastifyRequest, 'headers'> & { readonly query: { readonly locale?: string | undefined } }): {
  readonly locales: readonly string[];
} => ({ locales: localesOf(headers, query.locale) });

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
