import type { Instant, Money } from '@cartwright/domain';
import { countryName } from '../country-name.js';
import { writeMoney } from '../write-money.js';
import { languageOf, makeSay, type MailOverrides, type MailTexts, type Say } from './texts/mail-texts.js';
import { sharedTexts, type SharedKey } from './texts/shared-texts.js';

/** In which language a mail is written, and how it writes money and dates. */
export type MailLanguage<Key extends string = string> = {
  /** Such as `de`. */
  readonly language: string;
  /** The texts of the mail. */
  readonly say: Say<Key>;
  /** The texts that mails share. */
  readonly shared: Say<SharedKey>;
  readonly money: (money: Money) => string;
  readonly date: (at: Instant) => string;
  /** With the time of day. */
  readonly time: (at: Instant) => string;
  /** The name of a country by its code. */
  readonly country: (code: string) => string;
};

/** The language of one mail for a reader with a locale: English where it is not known, or the mail has no texts. */
export function mailLanguage<Key extends string>({
  mail,
  texts,
  locale,
  overrides = {},
  timeZone = 'UTC',
}: {
  readonly mail: string;
  readonly texts: MailTexts<Key> | undefined;
  readonly locale?: string | undefined;
  readonly overrides?: MailOverrides | undefined;
  readonly timeZone?: string | undefined;
}): MailLanguage<Key> {
  const language = languageOf(texts === undefined ? undefined : locale, overrides);
  return {
    language,
    say: makeSay({ mail, texts: texts ?? (noTexts as MailTexts<Key>), language, overrides }),
    shared: makeSay({ mail: 'shared', texts: sharedTexts, language, overrides }),
    money: (money) => writeMoney(money, language),
    date: (at) => formatsOf(language, timeZone).date.format(new Date(at)),
    time: (at) => formatsOf(language, timeZone).time.format(new Date(at)),
    country: (code) => countryName(code, language),
  };
}

type DateFormats = { readonly date: Intl.DateTimeFormat; readonly time: Intl.DateTimeFormat };

/** Making a format costs a hundred times what using it does. Languages are those of mails, so the map stays small. */
const formats = new Map<string, DateFormats>();

function formatsOf(language: string, timeZone: string): DateFormats {
  const name = `${language} ${timeZone}`;
  const known = formats.get(name);
  if (known !== undefined) return known;
  const made: DateFormats = {
    date: new Intl.DateTimeFormat(language, { timeZone, dateStyle: 'long' }),
    time: new Intl.DateTimeFormat(language, {
      timeZone,
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      timeZoneName: 'short',
    }),
  };
  formats.set(name, made);
  return made;
}

const noTexts: MailTexts<never> = { en: {} };
