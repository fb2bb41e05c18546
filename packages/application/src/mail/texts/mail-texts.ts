/** The texts of one mail or of what mails share, by language. English has every key. */
export type MailTexts<Key extends string = string> = {
  readonly en: Readonly<Record<Key, string>>;
} & Readonly<Record<string, Readonly<Record<Key, string>>>>;

/**
 * What a shop says instead: by language, `mail.key` and its text, such as `order-confirmation.opening`. A language that
 * only the shop has is English where it says nothing.
 */
export type MailOverrides = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A text in the language of a mail, with its `{values}` filled in. */
export type Say<Key extends string = string> = (key: Key, values?: Readonly<Record<string, string | number>>) => string;

/**
 * The language for a locale: one that the texts or the shop have, else English.
 *
 * @example languageOf('de-AT', {}) // 'de'
 */
export function languageOf(locale: string | undefined, overrides: MailOverrides): string {
  const wanted = locale?.toLowerCase() ?? 'en';
  const [primary = 'en'] = wanted.split('-');
  return ownLanguages.has(primary) || primary in overrides ? primary : 'en';
}

/** The languages that every mail to a buyer has. */
const ownLanguages: ReadonlySet<string> = new Set(['en', 'de']);

/**
 * The texts of one mail in one language; those of the shop come first.
 *
 * @example makeSay({ mail: 'welcome', texts, language: 'de', overrides: {} })('opening', { name: 'Ada' })
 */
export const makeSay =
  <Key extends string>({
    mail,
    texts,
    language,
    overrides,
  }: {
    readonly mail: string;
    readonly texts: MailTexts<Key>;
    readonly language: string;
    readonly overrides: MailOverrides;
  }): Say<Key> =>
  (key, values = {}) => {
    const text = overrides[language]?.[`${mail}.${key}`] ?? texts[language]?.[key] ?? texts.en[key];
    return text.replaceAll(/\{(\w+)\}/gu, (placeholder, name: string) => String(values[name] ?? placeholder));
  };
