/** Long because it is a whole payment provider: every operation of the port, and what its customers do. */
import type {
  Clock,
  Ids,
  PaymentGateway,
  PaymentRefused,
  PaymentsUnavailable,
  ProviderEvent,
  Secrets,
  StartCardPayment,
  StorageUnavailable,
} from '@cartwright/application';
import { err, errAsync, ok, type ResultAsync } from 'neverthrow';
import type { SandboxCheckout } from './checkout-page.js';
import {
  confirmSandboxPayment,
  endSandboxPayment,
  eventsOfSandboxPayment,
  paymentReference,
  refundSandboxPayment,
  reportSandboxPayment,
  settleSandboxPayment,
  startedReference,
  type SandboxPayment,
  type SandboxPaymentAlreadySucceeded,
  type SandboxPaymentEnded,
  type SandboxPaymentProcessing,
} from './sandbox-payment.js';
import { outcomeOf } from './sandbox-payment-methods.js';
import type { SandboxPaymentNotFound, SandboxPaymentStore } from './sandbox-payment-store.js';

export type UnknownSandboxMethod = { readonly type: 'sandbox-payment.unknown-method'; readonly paymentMethod: string };

export type ConfirmSandboxPaymentError =
  | UnknownSandboxMethod
  | SandboxPaymentNotFound
  | SandboxPaymentAlreadySucceeded
  | SandboxPaymentEnded
  | SandboxPaymentProcessing
  | PaymentsUnavailable;

/** What a confirmation did; the shop hears of it through the event, as it would through a webhook. */
export type ConfirmedSandboxPayment = {
  readonly status: Exclude<SandboxPayment['status'], 'ended'>;
  readonly event: ProviderEvent;
};

export type SandboxPaymentGateway = PaymentGateway & {
  readonly provider: 'sandbox';
  /**
   * Pays as a customer would, with one of Stripe's test payment methods. A declined payment stays open, and one by bank
   * debit is in progress for a while.
   * Errors: `sandbox-payment.unknown-method`, `sandbox-payment.not-found`, `sandbox-payment.already-succeeded`,
   * `sandbox-payment.ended`, `sandbox-payment.processing`, `payments.unavailable`; each raises no event.
   *
   * @param options.passesEventOn - whether the caller applies the event; the outbox then waits two seconds with it
   * @example gateway.confirm(paymentId, 'pm_card_visa') // { status: 'succeeded', event: { type: 'payment.captured', …
   * } }
   */
  readonly confirm: (
    paymentId: string,
    paymentMethod: string,
    options?: { readonly passesEventOn: boolean },
  ) => ResultAsync<ConfirmedSandboxPayment, ConfirmSandboxPaymentError>;
  /**
   * A checkout as its customer sees it on the sandbox's page. Errors: `sandbox-payment.not-found` (a card payment has
   * no page), `payments.unavailable`.
   */
  readonly viewCheckout: (
    paymentId: string,
  ) => ResultAsync<SandboxCheckout, SandboxPaymentNotFound | PaymentsUnavailable>;
};

type Dependencies = {
  readonly store: SandboxPaymentStore;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly secrets: Pick<Secrets, 'generate'>;
  /** Where the sandbox's page is, such as `https://shop.example`. */
  readonly publicUrl: string;
  /** How many payments `eventsBetween` looks at in one go. */
  readonly pageSize?: number;
  /** How long a payment by a delayed method is in progress. */
  readonly delayMs?: number;
};

/** By then a caller has usually passed the event on. */
const later = { afterMs: 2000 };

/** A payment provider that moves no money: for trying the shop out and for tests. */
export function makeSandboxPaymentGateway({
  store,
  ids,
  clock,
  secrets,
  publicUrl,
  pageSize = 100,
  delayMs = 15_000,
}: Dependencies): SandboxPaymentGateway {
  const raise = (): { readonly eventId: string; readonly at: string } => ({
    eventId: `sbx_evt_${ids.next()}`,
    at: clock.now(),
  });

  const settled = (payment: SandboxPayment): SandboxPayment => settleSandboxPayment(payment, clock.now());

  const asked = ({ paymentId, orderId, orderNumber, amount }: StartCardPayment) => ({
    id: paymentId,
    orderId,
    orderNumber,
    amount,
    status: 'requires_payment_method' as const,
    refunds: [],
    createdAt: clock.now(),
  });

  /** Stores a payment, or returns the earlier one with its id if both are for the same. */
  const start = (payment: SandboxPayment): ResultAsync<SandboxPayment, PaymentRefused | PaymentsUnavailable> => {
    const { orderId, amount } = payment;
    if (!Number.isSafeInteger(amount.amount) || amount.amount <= 0) {
      return errAsync({ type: 'payment.refused', reason: 'amount_not_positive' });
    }
    return store
      .create(payment)
      .map(settled)
      .mapErr(asPaymentsUnavailable)
      .andThen((kept) =>
        kept.orderId === orderId && kept.amount.amount === amount.amount && kept.amount.currency === amount.currency
          ? ok(kept)
          : idReused,
      );
  };

  return {
    provider: 'sandbox',
    // It takes any amount.
    minimumCharge: () => undefined,
    startCardPayment: (request) => {
      const reference = `sbx_pay_${ids.next()}`;
      const clientSecret = `${reference}_secret_${secrets.generate()}`;
      return start({ ...asked(request), reference, method: 'card', clientSecret }).andThen((kept) =>
        kept.method === 'card'
          ? ok({ ...reportSandboxPayment(kept), reference: kept.reference, clientSecret: kept.clientSecret })
          : idReused,
      );
    },
    startCheckout: ({ successUrl, cancelUrl, ...request }) => {
      if (!isWebAddress(successUrl) || !isWebAddress(cancelUrl)) {
        return errAsync({ type: 'payment.refused', reason: 'url_invalid' });
      }
      return start({
        ...asked(request),
        reference: `sbx_pay_${ids.next()}`,
        method: 'checkout',
        successUrl,
        cancelUrl,
      }).andThen((kept) => {
        if (kept.method !== 'checkout' || kept.successUrl !== successUrl || kept.cancelUrl !== cancelUrl)
          return idReused;
        return ok({
          ...reportSandboxPayment(kept),
          reference: startedReference(kept),
          redirectUrl: `${publicUrl}/sandbox/checkout/${kept.id}`,
        });
      });
    },
    endPayment: ({ reference }) =>
      store
        .change({ reference: paymentReference(reference) }, (payment) => ok(endSandboxPayment(settled(payment))))
        .map(({ payment }) => reportSandboxPayment(payment))
        .mapErr(refusedOrUnavailable),
    refund: ({ refundId, reference, amount }) =>
      store
        .change({ reference }, (payment) =>
          refundSandboxPayment(settled(payment), { refundId, reference: `sbx_ref_${ids.next()}`, amount }, raise()),
        )
        .map(({ payment, refund }) => ({
          reference: refund.reference,
          events: eventsOfSandboxPayment(payment)
            .map(({ event }) => event)
            .filter((event) => event.type === 'refund.confirmed' && event.refundId === refundId),
        }))
        .mapErr(refusedOrUnavailable),
    eventsBetween: ({ from, to }, cursor) =>
      store
        .madeBetween({ from, to }, { limit: pageSize, ...(cursor === undefined ? {} : { after: cursor }) })
        .map((payments) => {
          const events = payments
            .flatMap((payment) => eventsOfSandboxPayment(settled(payment)))
            .filter(({ madeAt }) => Date.parse(madeAt) >= Date.parse(from) && Date.parse(madeAt) < Date.parse(to))
            .map(({ event }) => event);
          const last = payments.length < pageSize ? undefined : payments.at(-1);
          return { events, ...(last === undefined ? {} : { nextCursor: last.id }) };
        })
        .mapErr(asPaymentsUnavailable),
    eventsOf: (reference) =>
      store
        .find({ reference: paymentReference(reference) })
        .map((payment) =>
          payment === undefined ? undefined : eventsOfSandboxPayment(settled(payment)).map(({ event }) => event),
        )
        .mapErr(asPaymentsUnavailable),
    confirm: (paymentId, paymentMethod, options) => {
      const outcome = outcomeOf(paymentMethod);
      if (outcome === undefined) return errAsync({ type: 'sandbox-payment.unknown-method', paymentMethod });
      return store
        .change(
          { paymentId },
          (payment) =>
            confirmSandboxPayment(settled(payment), outcome, raise(), {
              eventId: `sbx_evt_${ids.next()}`,
              afterMs: delayMs,
            }),
          options?.passesEventOn === true ? later : undefined,
        )
        .map(({ payment: { status }, event }) => {
          if (status === 'ended') throw new Error('confirmed payment has ended');
          return { status, event };
        })
        .mapErr((error) => (error.type === 'storage.unavailable' ? asPaymentsUnavailable(error) : error));
    },
    viewCheckout: (paymentId) =>
      store
        .find({ paymentId })
        .mapErr(asPaymentsUnavailable)
        .andThen((payment) => {
          if (payment?.method !== 'checkout') return err({ type: 'sandbox-payment.not-found' } as const);
          const { orderNumber, amount, status, lastFailure, successUrl, cancelUrl } = {
            ...payment,
            ...settled(payment),
          };
          return ok({
            orderNumber,
            amount,
            status,
            ...(lastFailure === undefined ? {} : { failure: lastFailure.reason }),
            // As a header can carry them, whatever letters they were written in.
            successUrl: new URL(successUrl).href,
            cancelUrl: new URL(cancelUrl).href,
          });
        }),
  };
}

/** Anything else, such as `javascript:`, would be run by the page instead of followed. */
const isWebAddress = (url: string): boolean => URL.canParse(url) && /^https?:$/u.test(new URL(url).protocol);

const idReused = err({ type: 'payment.refused', reason: 'payment_id_reused' } as const);

function refusedOrUnavailable(
  error: PaymentRefused | SandboxPaymentNotFound | StorageUnavailable,
): PaymentRefused | PaymentsUnavailable {
  switch (error.type) {
    case 'storage.unavailable':
      return asPaymentsUnavailable(error);
    case 'sandbox-payment.not-found':
      return { type: 'payment.refused', reason: 'payment_not_found' };
    case 'payment.refused':
      return error;
  }
}

/** The sandbox lives in the shop's own database: when that is away, so is the provider. */
const asPaymentsUnavailable = ({ retryAfterSeconds }: StorageUnavailable): PaymentsUnavailable => ({
  type: 'payments.unavailable',
  retryAfterSeconds,
});
