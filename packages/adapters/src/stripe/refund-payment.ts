import type { PaymentGateway } from '@cartwright/application';
import { err, ok } from 'neverthrow';
import type { Stripe } from 'stripe';
import type { CallStripe } from './call-stripe.js';
import { makeOnce } from './make-once.js';
import { eventsOfOwnRefund } from './reconciled-events.js';
import { toStripeAmount } from './stripe-amount.js';
import { isOwnId } from './provider-events.js';

type Deps = { readonly stripe: Stripe; readonly calls: CallStripe; readonly shopId: string };

/**
 * Refunds once for our refund id, whatever its age: each time it is looked up among the payment's refunds
 * before it is requested, since Stripe drops idempotency keys after a day and a job may be retried later than
 * that. A refund started at Stripe has Stripe's own id; it is found, never created.
 */
export const makeRefund =
  ({ stripe, calls, shopId }: Deps): PaymentGateway['refund'] =>
  ({ refundId, orderId, reference, amount: money }) =>
    toStripeAmount(money).asyncAndThen(({ amount, currency }) =>
      makeOnce(calls, {
        key: `refund-${refundId}`,
        lookFirst: true,
        find: async () => {
          if (!isOwnId(refundId)) return stripe.refunds.retrieve(refundId);
          for await (const refund of stripe.refunds.list({ payment_intent: reference, limit: 100 })) {
            if (refund.metadata?.['refundId'] === refundId) return refund;
          }
          return undefined;
        },
        make: (idempotencyKey) =>
          stripe.refunds.create(
            { payment_intent: reference, amount, metadata: { shopId, orderId, refundId } },
            { idempotencyKey },
          ),
      }).andThen((refund) =>
        refund.amount === amount && refund.currency === currency
          ? ok({ reference: refund.id, events: eventsOfOwnRefund(refund, { orderId }, shopId) })
          : err({ type: 'payment.refused', reason: 'refund_id_reused' } as const),
      ),
    );
