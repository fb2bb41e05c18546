/**
 * The name of a country for a reader. A code that no country has stays as it is.
 *
 * @example countryName('GB', 'de') // 'Vereinigtes Königreich'
 */
export function countryName(code: string, language: string): string {
  try {
    return namesIn(language).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Making one costs twenty times what using it does. There is one for each language of mails and invoices. */
const names = new Map<string, Intl.DisplayNames>();

function namesIn(language: string): Intl.DisplayNames {
  const known = names.get(language);
  if (known !== undefined) return known;
  const made = new Intl.DisplayNames([language], { type: 'region' });
  names.set(language, made);
  return made;
}
