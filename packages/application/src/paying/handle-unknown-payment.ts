import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { PaymentsUnavailable, StorageUnavailable } from '../ports/failures.js';
import type { PaymentGateway } from '../ports/payment-gateway.js';
import type { HandledProviderEvent, HandleProviderEvent, HandleProviderEventError } from './handle-provider-event.js';
import { isPaymentEvent, type ProviderEvent } from './provider-event.js';

type HandleUnknownPaymentDeps = {
  readonly paymentGateway: Pick<PaymentGateway, 'eventsOf'>;
  readonly handleProviderEvent: HandleProviderEvent;
};

const foreign: HandledProviderEvent = { duplicate: false, changed: false, ignored: 'foreign' };

/**
 * Handles an event of a payment that the shop has no record of. A refund or a dispute carries no id of the shop when it
 * began at the provider, so the payment is looked up there. Its events, if it is ours, are applied
 * first: the event may have come before the one that reports the payment.
 */
export const makeHandleUnknownPayment =
  ({ paymentGateway, handleProviderEvent }: HandleUnknownPaymentDeps) =>
  (event: ProviderEvent): ResultAsync<HandledProviderEvent, HandleProviderEventError | PaymentsUnavailable> => {
    if (isPaymentEvent(event)) return okAsync(foreign);
    return paymentGateway.eventsOf(event.reference).andThen((reported = []) =>
      reported
        .reduce<ResultAsync<void, StorageUnavailable>>(
          (before, earlier) =>
            before.andThen(() =>
              handleProviderEvent(earlier)
                .map(() => undefined)
                // A refused event is reported by its own message or by reconciliation.
                .orElse((error) => (error.type === 'storage.unavailable' ? errAsync(error) : okAsync(undefined))),
            ),
          okAsync(undefined),
        )
        .andThen((): ResultAsync<HandledProviderEvent, HandleProviderEventError> => {
          if (reported.length === 0) return okAsync(foreign);
          const isOurs = reported.some(({ mayBeForeign = false }) => !mayBeForeign);
          return handleProviderEvent({ ...event, mayBeForeign: !isOurs });
        }),
    );
  };
