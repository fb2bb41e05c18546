import type {
  Clock,
  PaymentGateway,
  PaymentRefused,
  PaymentsUnavailable,
  ReportedPayment,
} from '@cartwright/application';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { Stripe } from 'stripe';
import type { CallStripe } from './call-stripe.js';
import { plain } from './make-once.js';
import { reportIntent, reportSession } from './report-payment.js';

type Deps = {
  readonly stripe: Stripe;
  readonly calls: CallStripe;
  readonly clock: Clock;
  readonly shopId: string;
};

/**
 * Cancels a payment intent or expires a page. Both are idempotent, so no key is sent: under a key, Stripe
 * would replay the first refusal even after its reason has passed. When Stripe refuses, the payment is read:
 * it may have been paid, or have ended before.
 */
export function makeEndPayment({ stripe, calls, clock, shopId }: Deps): PaymentGateway['endPayment'] {
  return ({ method, reference }): ResultAsync<ReportedPayment, PaymentRefused | PaymentsUnavailable> => {
    const seen = { shopId, at: clock.now() };
    const end = async (): Promise<ReportedPayment> =>
      method === 'card'
        ? reportIntent(await stripe.paymentIntents.cancel(reference, { cancellation_reason: 'abandoned' }), seen)
        : reportSession(await stripe.checkout.sessions.expire(reference), seen);
    const read = async (): Promise<ReportedPayment> =>
      method === 'card'
        ? reportIntent(await stripe.paymentIntents.retrieve(reference, { expand: ['latest_charge'] }), seen)
        : reportSession(
            await stripe.checkout.sessions.retrieve(reference, { expand: ['payment_intent.latest_charge'] }),
            seen,
          );
    return calls.call(end).orElse((error) => {
      if (error.type === 'payments.unavailable') return errAsync(error);
      return calls
        .call(read)
        .mapErr(plain)
        .andThen((reported) => (reported.status === 'open' ? errAsync(plain(error)) : okAsync(reported)));
    });
  };
}
