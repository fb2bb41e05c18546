import { expect, it } from 'vitest';
import { countryCodes, isCityRequired } from './address-formats.js';

it('knows the 249 countries of ISO 3166-1', () => {
  expect(countryCodes).toHaveLength(249);
  expect(countryCodes).toEqual(expect.arrayContaining(['AX', 'BQ', 'CW', 'DE', 'GB', 'SS', 'SX', 'US', 'VA', 'ZW']));
});

it.each(['UK', 'ZZ', 'XX', 'EU', 'AN', 'SU', 'XK', 'AC', 'de', ''])('knows no country %j', (code) => {
  expect(countryCodes).not.toContain(code);
});

it.each(['SG', 'HK', 'MO', 'GI', 'MC', 'VA', 'AE'])('asks for no city in %s', (country) => {
  expect(isCityRequired(country)).toBe(false);
});

it.each(['US', 'GB', 'DE', 'FR', 'IE', 'CN', 'BR', 'IN', 'AQ', 'UK', ''])('asks for a city in %j', (country) => {
  expect(isCityRequired(country)).toBe(true);
});
