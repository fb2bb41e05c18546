/**
 * The first of the wanted locales (best first) that exists: itself, its language without a region, or another
 * region of its language. Without a match, the original: the locale of untranslated texts.
 *
 * @example chooseLocale(['de-AT', 'fr'], ['de', 'fr'], 'en') // 'de'
 */
export function chooseLocale(wanted: readonly string[], available: Iterable<string>, original: string): string {
  const known = [...available, original];
  for (const locale of wanted) {
    const lower = locale.toLowerCase();
    const [language = ''] = lower.split('-');
    const found =
      known.find((one) => one.toLowerCase() === lower) ??
      known.find((one) => one.toLowerCase() === language) ??
      known.find((one) => one.toLowerCase().split('-')[0] === language);
    if (found !== undefined) return found;
  }
  return original;
}
