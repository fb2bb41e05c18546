import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { ImportProducts } from '../catalogue/import-products.js';
import type { SendOrderConfirmation } from '../ordering/send-order-confirmation.js';
import type { HandleProviderEvent } from '../paying/handle-provider-event.js';
import type { ProviderEvent } from '../paying/provider-event.js';
import type { RefundDueMoney } from '../paying/refund-due-money.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { JobHandlers, JobOutage, JobRefusal } from './jobs.js';

type JobHandlersDeps = {
  readonly sendOrderConfirmation: SendOrderConfirmation;
  readonly refundDueMoney: RefundDueMoney;
  readonly importProducts: ImportProducts;
  readonly handleProviderEvent: HandleProviderEvent;
  /** What the sandbox provider raised; absent events were never committed. */
  readonly findSandboxEvent: (eventId: string) => ResultAsync<ProviderEvent | undefined, StorageUnavailable>;
};

/** Which use case each job runs, and whether its errors are worth another try. */
export const makeJobHandlers = (deps: JobHandlersDeps): JobHandlers => ({
  'send-order-confirmation': ({ id, payload }) =>
    deps.sendOrderConfirmation({ orderId: payload.orderId, messageId: id }).mapErr(outageOrRefusal),
  'refund-due-money': ({ payload }) => deps.refundDueMoney(payload).mapErr(outageOrRefusal),
  'import-products': ({ payload }) => deps.importProducts(payload).mapErr(outageOrRefusal),
  'handle-sandbox-event': ({ payload }) =>
    deps
      .findSandboxEvent(payload.eventId)
      .andThen((event) =>
        event === undefined
          ? errAsync({ type: 'sandbox.event-not-found', eventId: payload.eventId } as const)
          : okAsync(event),
      )
      .andThen(deps.handleProviderEvent)
      .map(() => undefined)
      .mapErr(outageOrRefusal),
});

const outageOrRefusal = (error: { readonly type: string }): JobOutage | JobRefusal =>
  error.type.endsWith('.unavailable')
    ? { type: 'job.outage', reason: error.type }
    : { type: 'job.refused', reason: JSON.stringify(error) };
