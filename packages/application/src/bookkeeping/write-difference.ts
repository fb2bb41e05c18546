import { decimalOf } from '../decimal-of.js';
import type { BooksDifference } from './audit-books.js';
import type { ShownValue } from './value-differences.js';

/**
 * A difference as one line of text: where it is, what is stored, and what that should be.
 *
 * @example
 * writeDifference(difference)
 * // 'order 1001 (019a9d2e-…), price: pricing.total is 12.01 USD, computed 12.00 USD'
 */
export function writeDifference(difference: BooksDifference): string {
  const { of, field, stored, computed } = difference;
  const where =
    'orderId' in difference
      ? `order ${difference.number} (${difference.orderId}), ${of}`
      : `variant ${difference.variantId}, ${of}`;
  return `${where}: ${field} is ${write(stored)}, computed ${write(computed)}`;
}

function write(value: ShownValue | undefined): string {
  if (value === undefined) return 'absent';
  return typeof value === 'object' ? `${decimalOf(value)} ${value.currency}` : String(value);
}
