import type { Caller } from '../caller.js';
import { normaliseEmail } from '../identity/email-address.js';
import type { Buyer } from '../ports/repositories/promotion-usage-records.js';
import type { Secrets } from '../ports/secrets.js';

/**
 * Who an order is by, for limits for each customer: the account, or for a guest the e-mail that the order is confirmed
 * to. Nobody has proved that a guest's e-mail is theirs, so it never touches what the account of that e-mail has used;
 * and of it a digest is kept alone, since it outlives the order's own data.
 */
export function buyerOf(secrets: Secrets, caller: Caller, email: string | undefined): Buyer | undefined {
  if (caller.type === 'user') return caller.userId;
  return email === undefined ? undefined : guestBuyer(secrets, email);
}

/** A guest by the e-mail of their order. */
export const guestBuyer = (secrets: Pick<Secrets, 'digest'>, email: string): Buyer =>
  `guest:${secrets.digest(normaliseEmail(email))}`;
