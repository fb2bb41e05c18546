/**
 * The alphabetic codes of ISO 4217 (list one) that have two decimals, one group a first letter, which the other two
 * letters of each code follow: `JMD` of Jamaica is alone in its group. Half as long as all the codes.
 */
const twoDecimals =
  'AEDFNLLMDOARSUDWGZN BAMBDDTMDNDOBOVRLSDTNWPYNZD CADDFHEHFHWNYOPOURCUPVEZK DKKOPZD EGPRNTBUR FJDKP ' +
  'GBPELHSIPMDTQYD HKDNLTGUF IDRLSNRRR JMD KESGSHRPWYDZT LAKBPKRRDSL MADDLGAKDMKNTOPRUURVRWKXNXVYRZN ' +
  'NADGNIOOKPRZD PABENGKHPKRLN QAR RONSDUB SARBDCRDGEKGDHPLEOSRDSPTNVCYPZL THBJSMTOPRYTDWDZS UAHSDSNYUZS VEDES ' +
  'WST XADCDCG YER ZARMWWG';

/** Those with another number of decimals. */
const otherDecimals = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
] as const;

/** Of the codes that are gone from ISO 4217, those that had no decimals; all others had two. */
const formerWithoutDecimals = /^(?:ADP|BEF|BY[BR]|ESP|GRD|ITL|LUF|MGF|PTE|TPE|TRL)$/;

const decimalsByCode: ReadonlyMap<string, number> = /* @__PURE__ */ (() => {
  const decimals = new Map<string, number>();
  for (const group of twoDecimals.split(' ')) {
    for (let at = 1; at < group.length; at += 2) decimals.set(group.charAt(0) + group.slice(at, at + 2), 2);
  }
  for (const [count, codes] of otherDecimals) for (const code of codes.split(' ')) decimals.set(code, count);
  return decimals;
})();

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

/** Why a code is unknown, if it is. */
export const findUnknownCurrency = (currency: CurrencyCode): UnknownCurrency | undefined =>
  currencyDecimals(currency) === undefined ? { type: 'money.unknown-currency', currency } : undefined;

/**
 * The smallest amount that a price or a payment moves in, in minor units: card networks charge BHD, JOD, KWD, OMR and
 * TND no finer than 10. It is 1 for every other code.
 *
 * @example currencyStep('KWD') // => 10
 */
export const currencyStep = (currency: CurrencyCode): number =>
  typeof currency === 'string' && /^(?:BHD|JOD|KWD|OMR|TND)$/.test(currency) ? 10 : 1;

/**
 * The decimals of a code that ISO 4217 has or had. `Intl` knows the names of those that are gone; a code that begins
 * with X is of no country, and had no minor unit.
 */
export function decimalsEver(currency: CurrencyCode): number | undefined {
  const decimals = currencyDecimals(currency);
  if (decimals !== undefined || !/^[A-WYZ][A-Z]{2}$/.test(currency)) return decimals;
  const isFormer = new Intl.DisplayNames('en', { type: 'currency', fallback: 'none' }).of(currency) !== undefined;
  return isFormer ? (formerWithoutDecimals.test(currency) ? 0 : 2) : undefined;
}
