import { randomBytes } from 'node:crypto';
import type { Ids } from '@cartwright/application';
import { v7 } from 'uuid';

/** Crockford's base32: without I, L, O and U, so that a number survives being read out on the phone. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * UUIDv7 (RFC 9562), ascending also within a millisecond, and order numbers of 50 random bits.
 *
 * @example uuidIds.orderNumber() // '7K3F-9QXM2A'
 */
export const uuidIds: Ids = {
  next: () => v7(),
  orderNumber: () => {
    // A byte modulo 32 is even: 256 is a multiple of 32.
    const symbols = Array.from(randomBytes(10), (byte) => alphabet.charAt(byte % 32)).join('');
    return `${symbols.slice(0, 4)}-${symbols.slice(4)}`;
  },
};
