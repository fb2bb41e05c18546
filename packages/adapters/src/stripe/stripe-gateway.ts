import type { Clock, Log, PaymentGateway } from '@cartwright/application';
import { makeCallStripe, type StripeHealth } from './call-stripe.js';
import { makeEndPayment } from './end-payment.js';
import { openStripe, type StripeOptions } from './open-stripe.js';
import { makeReconcilePayments } from './reconcile-payments.js';
import { makeRefund } from './refund-payment.js';
import { minimumCharge } from './stripe-amount.js';
import { makeStartPayments } from './start-payments.js';

export type StripePaymentGateway = PaymentGateway & {
  readonly provider: 'stripe';
  /** The state of recent calls of this process, without a call. */
  readonly health: () => StripeHealth;
};

type Options = StripeOptions & {
  readonly clock: Clock;
  readonly log: Log;
  /** A UUID in the metadata of every object that the gateway creates: other programs may use the account. */
  readonly shopId: string;
  /** How long a hosted page can be paid, in milliseconds; limited to an hour to a day. */
  readonly checkoutMs: number;
  /** How many resources `eventsBetween` reads at once, at most 100. */
  readonly pageSize?: number;
};

/**
 * Payments by Stripe: payment intents for cards and other methods of the account, hosted checkout pages, refunds.
 * `payment.refused` with Stripe's own code for permanent refusals; `payments.unavailable` for outages, limits,
 * conflicts and a wrong key.
 *
 * @example
 * const gateway = makeStripePaymentGateway({ secretKey: 'sk_test_…', clock, log, shopId, checkoutMs: 3_600_000 });
 */
export function makeStripePaymentGateway({
  clock,
  log,
  shopId,
  checkoutMs,
  pageSize = 100,
  ...options
}: Options): StripePaymentGateway {
  const stripe = openStripe(options);
  const calls = makeCallStripe({ clock, log });
  return {
    provider: 'stripe',
    health: calls.health,
    minimumCharge,
    ...makeStartPayments({ stripe, calls, clock, shopId, checkoutMs }),
    endPayment: makeEndPayment({ stripe, calls, clock, shopId }),
    refund: makeRefund({ stripe, calls, shopId }),
    ...makeReconcilePayments({ stripe, calls, clock, shopId, pageSize }),
  };
}
