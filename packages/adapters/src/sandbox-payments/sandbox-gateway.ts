import type { Clock, Ids, PaymentGateway, PaymentsUnavailable, ProviderEvent, Secrets, StorageUnavailable } from '@cartwright/application';
import { err, errAsync, ok, type ResultAsync } from 'neverthrow';
import {
  confirmSandboxPayment,
  refundSandboxPayment,
  type SandboxPayment,
  type SandboxPaymentAlreadySucceeded,
} from './sandbox-payment.js';
import { outcomeOf } from './sandbox-payment-methods.js';
import type { SandboxPaymentNotFound, SandboxPaymentStore } from './sandbox-payment-store.js';

export type UnknownSandboxMethod = { readonly type: 'sandbox-payment.unknown-method'; readonly paymentMethod: string };

export type ConfirmSandboxPaymentError =
  | UnknownSandboxMethod
  | SandboxPaymentNotFound
  | SandboxPaymentAlreadySucceeded
  | PaymentsUnavailable;

/** What a confirmation did; the shop hears of it through the event, as it would through a webhook. */
export type ConfirmedSandboxPayment = { readonly status: SandboxPayment['status']; readonly event: ProviderEvent };

export type SandboxPaymentGateway = PaymentGateway & {
  readonly provider: 'sandbox';
  /**
   * Pays as a customer would, with one of Stripe's test payment methods; a declined payment stays open for another one.
   * Errors: `sandbox-payment.unknown-method`, `sandbox-payment.not-found`, `sandbox-payment.already-succeeded`,
   * `payments.unavailable`; each raises no event.
   *
   * @example gateway.confirm(paymentId, 'pm_card_visa') // { status: 'succeeded', event: { type: 'payment.captured', … } }
   */
  readonly confirm: (
    paymentId: string,
    paymentMethod: string,
  ) => ResultAsync<ConfirmedSandboxPayment, ConfirmSandboxPaymentError>;
};

type Dependencies = {
  readonly store: SandboxPaymentStore;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly secrets: Pick<Secrets, 'generate'>;
};

/** A payment provider that moves no money: for trying the shop out and for tests. */
export function makeSandboxPaymentGateway({ store, ids, clock, secrets }: Dependencies): SandboxPaymentGateway {
  const raise = (): { readonly eventId: string; readonly at: string } => ({ eventId: `sbx_evt_${ids.next()}`, at: clock.now() });

  return {
    provider: 'sandbox',
    startCardPayment: ({ paymentId, orderId, amount }) => {
      if (!Number.isSafeInteger(amount.amount) || amount.amount <= 0) {
        return errAsync({ type: 'payment.refused', reason: 'amount_not_positive' });
      }
      const reference = `sbx_pay_${ids.next()}`;
      const clientSecret = `${reference}_secret_${secrets.generate()}`;
      return store
        .create({
          id: paymentId,
          reference,
          clientSecret,
          orderId,
          amount,
          status: 'requires_payment_method',
          refunds: [],
          createdAt: clock.now(),
        })
        .mapErr(asPaymentsUnavailable)
        .andThen((kept) => {
          const same =
            kept.orderId === orderId && kept.amount.amount === amount.amount && kept.amount.currency === amount.currency;
          if (!same) return err({ type: 'payment.refused', reason: 'payment_id_reused' } as const);
          return ok({ reference: kept.reference, clientSecret: kept.clientSecret });
        });
    },
    refund: ({ refundId, reference, amount }) =>
      store
        .change({ reference }, (payment) =>
          refundSandboxPayment(payment, { refundId, reference: `sbx_ref_${ids.next()}`, amount }, raise()),
        )
        .map(({ refund }) => ({ reference: refund.reference }))
        .mapErr((error) => {
          switch (error.type) {
            case 'storage.unavailable':
              return asPaymentsUnavailable(error);
            case 'sandbox-payment.not-found':
              return { type: 'payment.refused', reason: 'payment_not_found' } as const;
            case 'payment.refused':
              return error;
          }
        }),
    confirm: (paymentId, paymentMethod) => {
      const outcome = outcomeOf(paymentMethod);
      if (outcome === undefined) return errAsync({ type: 'sandbox-payment.unknown-method', paymentMethod });
      return store
        .change({ paymentId }, (payment) => confirmSandboxPayment(payment, outcome, raise()))
        .map(({ payment, event }) => ({ status: payment.status, event }))
        .mapErr((error) => (error.type === 'storage.unavailable' ? asPaymentsUnavailable(error) : error));
    },
  };
}

/** The sandbox lives in the shop's own database: when that is away, so is the provider. */
const asPaymentsUnavailable = ({ retryAfterSeconds }: StorageUnavailable): PaymentsUnavailable => ({
  type: 'payments.unavailable',
  retryAfterSeconds,
});
