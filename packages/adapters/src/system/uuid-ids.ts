import { randomFillSync } from 'node:crypto';
import type { Ids } from '@cartwright/application';
import { v7 } from 'uuid';

/** Crockford's base32: without I, L, O and U, so that a number survives being read out on the phone. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Random bytes are drawn for many ids at once: to ask for sixteen takes longer than the rest of an id. */
const pool = new Uint8Array(4096);
let drawn = pool.length;

function sixteenRandomBytes(): Uint8Array {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  drawn += 16;
  return pool.subarray(drawn - 16, drawn);
}

let msecs = -Infinity;
let seq = 0;

/** A counter that begins at random each millisecond puts the ids of one in order (RFC 9562, section 6.2, method 1). */
function nextId(): string {
  const random = sixteenRandomBytes();
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    // Below 2^31, of 2^32 that there are.
    seq = new DataView(random.buffer, random.byteOffset).getUint32(6) >>> 1;
  } else {
    seq = (seq + 1) >>> 0;
    if (seq === 0) msecs += 1;
  }
  return v7({ random, msecs, seq });
}

/**
 * UUIDv7 (RFC 9562), ascending also within a millisecond, and order numbers of 50 random bits.
 *
 * @example uuidIds.orderNumber() // '7K3F-9QXM2A'
 */
export const uuidIds: Ids = {
  next: nextId,
  orderNumber: () => {
    // A byte modulo 32 is even: 256 is a multiple of 32.
    const symbols = Array.from(sixteenRandomBytes().subarray(0, 10), (byte) => alphabet.charAt(byte % 32)).join('');
    return `${symbols.slice(0, 4)}-${symbols.slice(4)}`;
  },
};
