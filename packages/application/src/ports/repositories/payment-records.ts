import type { Instant, Money, OrderId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StoredOrder } from './order-records.js';
import type { PaymentMethod } from '../payment-gateway.js';

/** One attempt to pay an order. The order itself records what providers report. */
export type PaymentAttempt = {
  readonly id: string;
  readonly orderId: OrderId;
  readonly provider: string;
  readonly method: PaymentMethod | 'transfer';
  readonly amount: Money;
  /**
   * Where a checkout sends its customer, stored so that a lost checkout can be requested again; absent for other
   * methods.
   */
  readonly successUrl?: string;
  readonly cancelUrl?: string;
  /** The provider's id of the payment, or of the checkout's session. Absent until it was started. */
  readonly reference?: string;
  /** The provider's id of the payment that holds the money; absent until it was captured. */
  readonly captureReference?: string;
  /** When it was cancelled at the provider. */
  readonly endedAt?: Instant;
  readonly createdAt: Instant;
  /** Until when the order waits for it; only a transfer has it. */
  readonly dueAt?: Instant;
  /**
   * Which attempt of its order it is, from 1, so that two requests do not both make one; absent for attempts of earlier
   * versions.
   */
  readonly ordinal?: number;
};

/** How a provider names a payment. The shop may not know all of it, or nothing. */
export type PaymentLookup = {
  readonly orderId?: OrderId;
  readonly paymentId?: string;
  readonly provider: string;
  readonly reference: string;
};

/** The attempts that a lookup names, and its order or else that of the attempt. What does not exist is absent. */
export type FoundPayment = {
  readonly stored?: StoredOrder;
  readonly byId?: PaymentAttempt;
  /** The attempt whose `reference` or `captureReference` it is. */
  readonly byReference?: PaymentAttempt;
};

/** Attempts to pay, stored before the provider is called. Their order is locked before they are changed. */
export type PaymentRecords = {
  readonly find: (id: string) => ResultAsync<PaymentAttempt | undefined, never>;
  readonly lookUp: (lookup: PaymentLookup) => ResultAsync<FoundPayment, never>;
  readonly setReference: (id: string, reference: string) => ResultAsync<void, never>;
  readonly setEnded: (id: string, at: Instant) => ResultAsync<void, never>;
  /** In the order in which they were made. */
  readonly ofOrder: (orderId: OrderId) => ResultAsync<readonly PaymentAttempt[], never>;
  /** Those made from `from` (inclusive) to `to` (exclusive), by id, at most `limit` that come after the id `after`. */
  readonly createdBetween: (
    period: { readonly provider: string; readonly from: Instant; readonly to: Instant },
    page: { readonly after?: string; readonly limit: number },
  ) => ResultAsync<readonly PaymentAttempt[], never>;
};
