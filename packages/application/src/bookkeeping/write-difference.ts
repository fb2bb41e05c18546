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
  const { field, stored, computed } = difference;
  return `${placeOf(difference)}: ${field} is ${write(stored)}, computed ${write(computed)}`;
}

function placeOf(difference: BooksDifference): string {
  switch (difference.of) {
    case 'stock':
      return `variant ${difference.variantId}, stock`;
    case 'numbers':
      return `${difference.kind} numbers`;
    default:
      return `order ${difference.number} (${difference.orderId}), ${difference.of}`;
  }
}

function write(value: ShownValue | undefined): string {
  if (value === undefined) return 'absent';
  return typeof value === 'object' ? `${decimalOf(value)} ${value.currency}` : String(value);
}
