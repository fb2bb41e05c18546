import type { Instant } from '@cartwright/domain';
import type { PaymentAttempt } from '../../ports/repositories/payment-records.js';

/** `TRANSFER_EXPIRY_DAYS` when it is not set. */
export const defaultTransferExpiryDays = 7;

/** A payment by transfer that was announced. It has its own deadline. */
export type AnnouncedTransfer = PaymentAttempt & { readonly dueAt: Instant };

/** The transfer that the buyer of an order has announced. */
export const announcedTransfer = (attempts: readonly PaymentAttempt[]): AnnouncedTransfer | undefined =>
  attempts.find((attempt): attempt is AnnouncedTransfer => attempt.dueAt !== undefined);

/** Until when the order of these attempts waits for a transfer; `undefined` without one. */
export const transferDueAt = (attempts: readonly PaymentAttempt[]): Instant | undefined =>
  announcedTransfer(attempts)?.dueAt;
