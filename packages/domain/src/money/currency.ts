/** The alphabetic codes of ISO 4217 (list one) that have a minor unit, by their number of decimals. */
const codesByDecimals = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [
    2,
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW ' +
      'CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF ' +
      'IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK ' +
      'MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP ' +
      'SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG ' +
      'YER ZAR ZMW ZWG',
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
] as const;

const decimalsByCode: ReadonlyMap<string, number> = new Map(
  codesByDecimals.flatMap(([decimals, codes]) => codes.split(' ').map((code) => [code, decimals] as const)),
);

/**
 * An ISO 4217 alphabetic code in capitals, such as `USD`.
 *
 * @example const currency: CurrencyCode = 'KWD';
 */
export type CurrencyCode = string;

/**
 * The code is not in ISO 4217, is not in capitals, or has no minor unit (such as gold, `XAU`).
 *
 * @example const error: UnknownCurrency = { type: 'money.unknown-currency', currency: 'usd' };
 */
export type UnknownCurrency = { readonly type: 'money.unknown-currency'; readonly currency: string };

/**
 * How many decimals a currency's minor unit has (JPY 0, USD 2, KWD 3), or `undefined` for a code without one.
 *
 * @example currencyDecimals('KWD') // => 3
 */
export const currencyDecimals = (currency: CurrencyCode): number | undefined => decimalsByCode.get(currency);
