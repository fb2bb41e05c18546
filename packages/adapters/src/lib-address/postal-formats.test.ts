import type { Address } from '@cartwright/domain';
import { describe, expect, it } from 'vitest';
import { countryCodes } from './address-formats.js';
import { makePostalFormats } from './postal-formats.js';

const { faultsOf, withRegionCode } = makePostalFormats();
const at = (country: string, fields: Partial<Address> = {}) => ({
  fullName: 'Ada',
  line1: '1 Weg',
  country,
  ...fields,
});

describe('an address', () => {
  it.each([
    at('US', { city: 'Ithaca', region: 'NY', postalCode: '14850' }),
    at('US', { city: 'Ithaca', region: 'new york', postalCode: '14850-1234' }),
    at('CA', { city: 'Montréal', region: 'Quebec', postalCode: 'H2Y 1C6' }),
    at('GB', { city: 'London', postalCode: 'sw1y 4jh' }),
    at('DE', { city: 'Köln', postalCode: ' 50667 ' }),
    at('DE', { city: 'Köln', postalCode: '50667', region: 'Whatever they write' }),
    at('IE', { city: 'Dublin' }),
    at('SG', { postalCode: '049178' }),
    at('JP', { city: 'Chiyoda', region: 'Tokyo', postalCode: '100-0001' }),
    at('AE', { region: 'Dubai', postalCode: 'none' }),
    at('AQ', { city: 'McMurdo' }),
  ])('is complete: %j', (address) => {
    expect(faultsOf(address)).toEqual([]);
  });

  it.each([
    [
      at('US'),
      [
        { field: 'city', code: 'required' },
        { field: 'region', code: 'required' },
        { field: 'postalCode', code: 'required' },
      ],
    ],
    [at('DE', { city: 'Köln', postalCode: '5066' }), [{ field: 'postalCode', code: 'format' }]],
    [at('GB', { city: 'London', postalCode: '50667' }), [{ field: 'postalCode', code: 'format' }]],
    [at('IE', { city: 'Dublin', postalCode: '12' }), [{ field: 'postalCode', code: 'format' }]],
    [at('SG', { postalCode: ' ' }), [{ field: 'postalCode', code: 'required' }]],
    [at('UK', { city: 'London' }), [{ field: 'country', code: 'not-allowed', values: expect.arrayContaining(['GB']) }]],
    [
      at('__proto__', { city: 'London' }),
      [{ field: 'country', code: 'not-allowed', values: expect.arrayContaining(['GB']) }],
    ],
    [
      at('DE', { fullName: ' ', line1: '', city: 'Köln', postalCode: '50667' }),
      [
        { field: 'fullName', code: 'required' },
        { field: 'line1', code: 'required' },
      ],
    ],
  ])('is refused for each field that is wrong in its country: %j', (address, faults) => {
    expect(faultsOf(address)).toEqual(faults);
  });

  it('has a region of its country where one is required', () => {
    const [fault] = faultsOf(at('US', { city: 'Ithaca', region: 'Ontario', postalCode: '14850' }));
    expect(fault).toMatchObject({ field: 'region', code: 'not-allowed', values: expect.arrayContaining(['NY', 'CA']) });
  });

  it('has the code of its region, whatever it was called, as zones for tax and shipping have it', () => {
    const regionOf = (country: string, region: string) => withRegionCode(at(country, { region })).region;
    expect(['NY', 'New York', 'ny', ' NY '].map((region) => regionOf('US', region))).toEqual(['NY', 'NY', 'NY', 'NY']);
    expect([regionOf('CA', 'Québec'), regionOf('ES', 'alava'), regionOf('JP', '東京都')]).toEqual(['QC', 'VI', '13']);
    expect([regionOf('DE', 'Whatever they write'), regionOf('ZZ', 'x')]).toEqual(['Whatever they write', 'x']);
  });

  it('can be checked in every country', () => {
    for (const country of countryCodes) expect(faultsOf(at(country, { postalCode: '%' })).length).toBeLessThan(5);
  });
});
