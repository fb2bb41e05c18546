import { fields, isRecord, list, optional, text, type Shape } from '../../shape.js';

/**
 * Where a parcel goes, or what tax is charged for: an ISO 3166-1 alpha-2 country, and what is known of the rest.
 *
 * @example const destination: Destination = { country: 'US', region: 'NY', postalCode: '10001' };
 */
export type Destination = {
  readonly country: string;
  readonly region?: string | undefined;
  readonly postalCode?: string | undefined;
};

/**
 * Destinations: those that each of its lists holds. No countries at all is the rest of the world, which has no other
 * list; regions and prefixes of postal codes stand only with exactly one country. Postal codes compare in upper case
 * without spaces and hyphens.
 *
 * @example const manhattan: Zone = { countries: ['US'], regions: ['NY'], postalCodePrefixes: ['100', '101', '102'] };
 */
export type Zone = {
  readonly countries: readonly string[];
  readonly regions?: readonly string[] | undefined;
  readonly postalCodePrefixes?: readonly string[] | undefined;
};

export const destinationShape: Shape<Destination> = fields<Destination>({
  country: text,
  region: optional(text),
  postalCode: optional(text),
});

/** Also refuses lists that cannot stand together. */
export const zoneShape: Shape<Zone> = /* @__PURE__ */ (() => {
  const shape = fields<Zone>({
    countries: list(text),
    regions: optional(list(text)),
    postalCodePrefixes: optional(list(text)),
  });
  return (value: unknown) => {
    const fault = shape(value);
    if (fault !== undefined || !isRecord(value)) return fault ?? '';
    const { countries, regions, postalCodePrefixes } = value as Zone;
    const isNarrow = regions !== undefined || postalCodePrefixes !== undefined;
    if (isNarrow && countries.length !== 1) return '.countries';
    return postalCodePrefixes?.some((prefix) => normalised(prefix) === '') === true ? '.postalCodePrefixes' : undefined;
  };
})();

const normalised = (postalCode: string): string => postalCode.toUpperCase().replaceAll(/[\s-]/g, '');

/** The rest of the world has no countries. */
export const isRestOfWorld = ({ countries }: Zone): boolean => countries.length === 0;

/**
 * How narrowly a zone holds the destination, `undefined` when it does not: the length of the longest prefix first, then
 * whether it has regions, then whether it has countries.
 */
export function fitOf(
  { countries, regions, postalCodePrefixes }: Zone,
  { country, region, postalCode }: Destination,
): readonly [number, number, number] | undefined {
  if (countries.length > 0 && !countries.includes(country)) return undefined;
  if (regions !== undefined && (region === undefined || !regions.includes(region))) return undefined;
  let longest = 0;
  if (postalCodePrefixes !== undefined) {
    const code = normalised(postalCode ?? '');
    for (const prefix of postalCodePrefixes.map(normalised)) {
      if (code.startsWith(prefix)) longest = Math.max(longest, prefix.length);
    }
    if (longest === 0) return undefined;
  }
  return [longest, regions === undefined ? 0 : 1, countries.length === 0 ? 0 : 1];
}
