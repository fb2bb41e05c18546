import type { PaymentGateway, PaymentMethod, PaymentRefused, PaymentsUnavailable } from '@cartwright/application';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { Stripe } from 'stripe';
import type { CallStripe } from './call-stripe.js';
import { plain } from './make-once.js';

type Deps = { readonly stripe: Stripe; readonly calls: CallStripe };
type Ending = { readonly end: () => Promise<unknown>; readonly hasEnded: () => Promise<boolean> };

/**
 * Cancels a payment intent or expires a page. Both end once by nature, so no key of ours is sent: under one, Stripe
 * would keep answering the first refusal although what it was for has passed.
 */
export function makeEndPayment({ stripe, calls }: Deps): PaymentGateway['endPayment'] {
  const endingOf: Readonly<Record<PaymentMethod, (id: string) => Ending>> = {
    card: (id) => ({
      end: () => stripe.paymentIntents.cancel(id, { cancellation_reason: 'abandoned' }),
      // One that is `processing` can still fail, and be paid after that: it has not ended.
      hasEnded: async () => ['succeeded', 'canceled'].includes((await stripe.paymentIntents.retrieve(id)).status),
    }),
    checkout: (id) => ({
      end: () => stripe.checkout.sessions.expire(id),
      hasEnded: async () => (await stripe.checkout.sessions.retrieve(id)).status !== 'open',
    }),
  };

  return ({ method, reference }): ResultAsync<void, PaymentRefused | PaymentsUnavailable> => {
    const { end, hasEnded } = endingOf[method](reference);
    return calls
      .call(end)
      .map(() => undefined)
      .orElse((error) => {
        if (error.type === 'payments.unavailable') return errAsync(error);
        return calls
          .call(hasEnded)
          .mapErr(plain)
          .andThen((ended) => (ended ? okAsync(undefined) : errAsync(plain(error))));
      });
  };
}
