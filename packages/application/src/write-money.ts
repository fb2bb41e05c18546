import { formatMoney, type Money } from '@cartwright/domain';

/**
 * Money as a text for people. Every amount that the shop has stored can be written: one that cannot is a defect, and
 * throws.
 *
 * @example writeMoney({ amount: 1999, currency: 'USD' }, 'en') // '$19.99'
 */
export function writeMoney(money: Money, locale: string): string {
  const written = formatMoney(money, locale);
  if (!written.ok) throw new Error(`money cannot be written: ${JSON.stringify(written.error)}`);
  return written.value;
}
