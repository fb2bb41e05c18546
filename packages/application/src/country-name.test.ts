import { expect, it } from 'vitest';
import { countryName } from './country-name.js';

it('names a country in the language of the reader, and leaves a code that no country has', () => {
  expect([countryName('GB', 'en'), countryName('GB', 'de')]).toEqual(['United Kingdom', 'Vereinigtes Königreich']);
  expect([countryName('??', 'en'), countryName('', 'de')]).toEqual(['??', '']);
});
