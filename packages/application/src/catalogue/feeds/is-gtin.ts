/**
 * Whether a barcode is a GTIN (GS1): 8, 12, 13 or 14 digits, the last of which checks the others. Search engines refuse
 * products with other barcodes.
 *
 * @example isGtin('4006381333931') // true
 */
export function isGtin(barcode: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/u.test(barcode)) return false;
  const sum = barcode
    .padStart(14, '0')
    .split('')
    .reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return sum % 10 === 0 && sum > 0;
}
