import { describe, expect, it } from 'vitest';
import { isVatNumber, plainVatNumber } from './vat-number.js';

describe('a VAT number', () => {
  it.each([
    'DE129273398',
    'de 129 273 398',
    'ATU12345678',
    'BE0123456789',
    'EL123456789',
    'FRXX123456789',
    'GB123456789',
    'XI123456789',
    'IE1234567FA',
    'NL123456789B01',
    'ESX1234567X',
    'CHE-123.456.789 MWST',
    'NO123456789MVA',
    'AU51824753556',
  ])('is %s', (written) => {
    expect(isVatNumber(written)).toBe(true);
  });

  it.each([
    '',
    'DE',
    'DE12927339',
    'DE1292733981',
    'AT12345678',
    'GR123456789',
    '129273398',
    'QQ12345',
    'US',
    'ZA-none',
    'DE12927339８',
  ])('is not %s', (written) => {
    expect(isVatNumber(written)).toBe(false);
  });

  it('is stored without what groups its digits', () => {
    expect(plainVatNumber(' che-123.456.789 mwst')).toBe('CHE123456789MWST');
  });
});
