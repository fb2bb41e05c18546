/** The locale of texts that nobody has translated. */
export const originalLocale = 'en';

/**
 * Of the wanted locales, best first, the first that there is: itself, or its language without a region, or another
 * region of its language. Without any of them the original.
 *
 * @example chooseLocale(['de-AT', 'fr'], ['de', 'fr']) // 'de'
 */
export function chooseLocale(wanted: readonly string[], available: Iterable<string>): string {
  const known = [...available, originalLocale];
  for (const locale of wanted) {
    const lower = locale.toLowerCase();
    const [language = ''] = lower.split('-');
    const found =
      known.find((one) => one.toLowerCase() === lower) ??
      known.find((one) => one.toLowerCase() === language) ??
      known.find((one) => one.toLowerCase().split('-')[0] === language);
    if (found !== undefined) return found;
  }
  return originalLocale;
}
