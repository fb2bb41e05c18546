import type { Ids } from '@cartwright/application';

/**
 * Ids in the form of UUIDv7 that count up from 1, and order numbers that do the same, so that a test can name them.
 *
 * @example makeSequentialIds().next() // '00000000-0000-7000-8000-000000000001'
 */
export function makeSequentialIds(): Ids {
  let ids = 0;
  let orderNumbers = 0;
  return {
    next: () => {
      ids += 1;
      return `00000000-0000-7000-8000-${String(ids).padStart(12, '0')}`;
    },
    orderNumber: () => {
      orderNumbers += 1;
      return `TEST-${String(orderNumbers).padStart(6, '0')}`;
    },
  };
}
