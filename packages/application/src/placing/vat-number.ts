/**
 * What follows the country in VAT numbers: of the European Union by its list of formats (VIES), of Great Britain,
 * Northern Ireland, Switzerland and Norway by their own. Greece writes EL.
 */
const formats: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/u,
  BE: /^[01]?\d{9}$/u,
  BG: /^\d{9,10}$/u,
  CH: /^E\d{9}(MWST|TVA|IVA)?$/u,
  CY: /^\d{8}[A-Z]$/u,
  CZ: /^\d{8,10}$/u,
  DE: /^\d{9}$/u,
  DK: /^\d{8}$/u,
  EE: /^\d{9}$/u,
  EL: /^\d{9}$/u,
  ES: /^[A-Z\d]\d{7}[A-Z\d]$/u,
  FI: /^\d{8}$/u,
  FR: /^[A-HJ-NP-Z\d]{2}\d{9}$/u,
  GB: /^(\d{9}|\d{12}|(GD|HA)\d{3})$/u,
  HR: /^\d{11}$/u,
  HU: /^\d{8}$/u,
  IE: /^(\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])$/u,
  IT: /^\d{11}$/u,
  LT: /^(\d{9}|\d{12})$/u,
  LU: /^\d{8}$/u,
  LV: /^\d{11}$/u,
  MT: /^\d{8}$/u,
  NL: /^[A-Z\d+*]{10}\d{2}$/u,
  NO: /^\d{9}(MVA)?$/u,
  PL: /^\d{10}$/u,
  PT: /^\d{9}$/u,
  RO: /^\d{2,10}$/u,
  SE: /^\d{12}$/u,
  SI: /^\d{8}$/u,
  SK: /^\d{10}$/u,
  XI: /^(\d{9}|\d{12}|(GD|HA)\d{3})$/u,
};

/** Other countries have numbers of many kinds. */
const ofOthers = /^(?=.*\d)[A-Z\d]{4,15}$/u;

const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/**
 * A VAT number without what people write to group its digits.
 *
 * @example plainVatNumber('de 129.273-398') // 'DE129273398'
 */
export const plainVatNumber = (written: string): string => written.replaceAll(/[\s.\-/]/gu, '').toUpperCase();

/**
 * Whether a VAT number begins with a country and has the form that its numbers have. Whether it was given to somebody
 * is not known.
 *
 * @example isVatNumber('DE 129 273 398') // true
 * @example isVatNumber('DE12927339') // false
 */
export function isVatNumber(written: string): boolean {
  const plain = plainVatNumber(written);
  const [country, rest] = [plain.slice(0, 2), plain.slice(2)];
  const format = formats[country];
  if (format !== undefined) return format.test(rest);
  return country !== 'GR' && /^[A-Z]{2}$/u.test(country) && regions.of(country) !== undefined && ofOthers.test(rest);
}
