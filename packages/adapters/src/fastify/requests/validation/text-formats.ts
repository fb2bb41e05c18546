import { isVatNumber } from '@cartwright/application';

/** Formats of texts that a pattern cannot express, for the validators. */
export const textFormats = {
  'date-time': true,
  locale: isLocale,
  label: isLabel,
  'vat-number': isVatNumber,
} as const;

const nameOf = (type: 'language' | 'script' | 'region') => {
  const names = new Intl.DisplayNames(['en'], { type, fallback: 'none' });
  return (code: string | undefined): string | undefined => (code === undefined ? '' : names.of(code));
};
const languageName = nameOf('language');
const scriptName = nameOf('script');
const regionName = nameOf('region');

/**
 * Whether a text is a well-formed BCP 47 tag of a language, a script and a region that exist.
 *
 * @example isLocale('de-AT') // true
 */
function isLocale(tag: string): boolean {
  try {
    const { language, script, region } = new Intl.Locale(tag);
    return [languageName(language), scriptName(script), regionName(region)].every((name) => name !== undefined);
  } catch {
    return false;
  }
}

/** Scripts with letters that look alike. Only one of them belongs in a name. */
const lookalikeScripts = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Coptic}/u,
];

/**
 * Whether a text can name a role or a group: one that nobody can imitate by invisible characters or by letters of
 * another script (UTS 39), and that no object has as a property.
 */
function isLabel(name: string): boolean {
  const scripts = lookalikeScripts.filter((script) => script.test(name)).length;
  const isVisible = !/[\p{C}\p{Zl}\p{Zp}]/u.test(name.normalize('NFC'));
  return scripts <= 1 && isVisible && !(name.trim() in {});
}
