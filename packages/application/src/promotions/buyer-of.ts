import type { Caller } from '../caller.js';
import { normaliseEmail } from '../identity/email-address.js';
import type { Buyer } from '../ports/repositories/promotion-usage-records.js';
import type { Secrets } from '../ports/secrets.js';

/**
 * Who an order is by, for limits for each customer: the account, or for a guest the e-mail that the order is confirmed
 * to. A guest's e-mail is not verified, so a guest's use never counts for the account with that e-mail. Only a digest
 * of the e-mail is stored, because it outlives the data of the order.
 */
export function buyerOf(secrets: Secrets, caller: Caller, email: string | undefined): Buyer | undefined {
  if (caller.type === 'user') return caller.userId;
  return email === undefined ? undefined : guestBuyer(secrets, email);
}

/** A guest by the e-mail of their order. */
export const guestBuyer = (secrets: Pick<Secrets, 'digest'>, email: string): Buyer =>
  `guest:${secrets.digest(normaliseEmail(email))}`;
