import type { Instant, Money, OrderId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** One attempt to pay an order. What providers say of it lives in the order itself. */
export type PaymentAttempt = {
  readonly id: string;
  readonly orderId: OrderId;
  readonly provider: string;
  readonly amount: Money;
  /** The provider's own id; absent until the provider has answered. */
  readonly reference?: string;
  readonly createdAt: Instant;
};

/** Attempts to pay, kept before the provider is asked. */
export type PaymentRecords = {
  readonly add: (attempt: PaymentAttempt) => ResultAsync<void, never>;
  readonly setReference: (id: string, reference: string) => ResultAsync<void, never>;
  readonly ofOrder: (orderId: OrderId) => ResultAsync<readonly PaymentAttempt[], never>;
};
