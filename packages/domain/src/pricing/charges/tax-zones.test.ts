import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { checkTaxZones, taxRulesFor, type TaxZone } from './tax-zones.js';
import type { Destination, Zone } from './zone.js';

const zone = (rate: number, lists: Zone): TaxZone => ({ ...lists, prices: 'exclusive', rates: { standard: rate } });
const zones = [
  zone(0, { countries: [] }),
  zone(1, { countries: ['US'] }),
  zone(2, { countries: ['US'], regions: ['NY', 'NJ'] }),
  zone(3, { countries: ['US'], postalCodePrefixes: ['10', '100-1'] }),
  zone(4, { countries: ['US'], regions: ['NY'], postalCodePrefixes: ['100'] }),
  zone(5, { countries: ['DE', 'FR'] }),
  zone(6, { countries: ['FR', 'US'] }),
  zone(7, { countries: ['GB'], postalCodePrefixes: ['sw1a 1'] }),
];
const rateFor = (destination: Destination, of: readonly TaxZone[] = zones) =>
  accepted(taxRulesFor(of, destination)).rates['standard'];

describe('tax rules for a destination', () => {
  test.each<[Destination, number, string]>([
    [{ country: 'CH' }, 0, 'the rest of the world'],
    [{ country: 'US' }, 1, 'the first of equals'],
    [{ country: 'FR' }, 5, 'the first of equals'],
    [{ country: 'US', region: 'CA' }, 1, 'a country'],
    [{ country: 'US', region: 'NJ' }, 2, 'regions before a country'],
    [{ country: 'US', region: 'NJ', postalCode: '10999' }, 3, 'a prefix before regions'],
    [{ country: 'US', region: 'NY', postalCode: '10020' }, 4, 'the longest prefix'],
    [{ country: 'US', region: 'NY', postalCode: '10010' }, 3, 'the longest prefix, without hyphens'],
    [{ country: 'US', region: 'NY', postalCode: '90000' }, 2, 'a prefix that does not fit'],
    [{ country: 'GB', postalCode: 'SW1A-1AA' }, 7, 'upper case, without spaces and hyphens'],
    [{ country: 'GB' }, 0, 'no postal code for a prefix'],
  ])('%j: %i, by %s', (destination, rate) => {
    expect(rateFor(destination)).toBe(rate);
  });

  test('are refused of an unknown word', () => {
    const rest = { countries: [], prices: 'ech', rates: {} } as never;
    expect(refused(taxRulesFor([rest], { country: 'US' }))).toStrictEqual({
      type: 'input.malformed',
      path: 'zones[0].prices',
    });
  });

  test('are those of the zone, without its lists', () => {
    const rules = { prices: 'inclusive', rates: { standard: 1 }, shippingClass: 'standard' } as const;
    expect(accepted(taxRulesFor([{ countries: ['GB'], ...rules }], { country: 'GB' }))).toStrictEqual(rules);
  });

  test('are none where no zone holds it: an empty list holds nothing', () => {
    const empty = [zone(1, { countries: ['US'], regions: [] }), zone(2, { countries: ['US'], postalCodePrefixes: [] })];
    const destination = { country: 'US', region: 'NY', postalCode: '10001' };
    expect(refused(taxRulesFor(empty, destination))).toStrictEqual({ type: 'tax.no-zone', destination });
  });

  test.each<[string, unknown, unknown]>([
    ['zones', null, { country: 'US' }],
    ['zones[0].countries', [{ prices: 'exclusive', rates: {} }], { country: 'US' }],
    ['zones[0].countries', [zone(1, { countries: [], regions: ['NY'] })], { country: 'US' }],
    ['zones[0].countries', [zone(1, { countries: ['US', 'CA'], postalCodePrefixes: ['1'] })], { country: 'US' }],
    ['zones[0].postalCodePrefixes', [zone(1, { countries: ['US'], postalCodePrefixes: [' - '] })], { country: 'US' }],
    ['destination.country', zones, {}],
    ['destination.postalCode', zones, { country: 'US', postalCode: 10001 }],
  ])('are refused where a list or a member is wrong: %s', (path, given, destination) => {
    expect(refused(taxRulesFor(given as TaxZone[], destination as Destination))).toStrictEqual({
      type: 'input.malformed',
      path,
    });
  });
});

describe('tax zones that are set', () => {
  test('have good rules, and one of them is the rest of the world', () => {
    expect(accepted(checkTaxZones(zones))).toBe(zones);
    expect(refused(checkTaxZones(zones.slice(1)))).toStrictEqual({ type: 'tax.no-rest-of-world' });
    expect(refused(checkTaxZones([zone(-1, { countries: [] })]))).toMatchObject({ type: 'pricing.tax-rate-malformed' });
    expect(refused(checkTaxZones([{ countries: [] } as unknown as TaxZone]))).toMatchObject({
      type: 'input.malformed',
    });
  });
});
