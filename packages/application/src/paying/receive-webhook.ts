import { okAsync, type ResultAsync } from 'neverthrow';
import type { PaymentsUnavailable } from '../ports/failures.js';
import type { PaymentGateway } from '../ports/payment-gateway.js';
import type { WebhookReader, WebhookRefused } from '../ports/webhook-reader.js';
import type { HandleProviderEvent, HandleProviderEventError } from './handle-provider-event.js';
import { makeHandleUnknownPayment } from './handle-unknown-payment.js';

/** A message as it was received: its raw bytes, and what the sender signed them with. */
export type ReceiveWebhookCommand = { readonly body: Uint8Array; readonly signature: string | undefined };
export type ReceiveWebhookError = WebhookRefused | HandleProviderEventError | PaymentsUnavailable;
/** The outcome: applied, a duplicate without effect, or ignored because it is foreign or outdated. */
export type ReceivedWebhook = { readonly eventType: string; readonly outcome: 'handled' | 'duplicate' | 'ignored' };
/**
 * Handles a message that a payment provider posts. An error means that nothing was changed and that the provider may
 * repeat it.
 */
export type ReceiveWebhook = (command: ReceiveWebhookCommand) => ResultAsync<ReceivedWebhook, ReceiveWebhookError>;

type ReceiveWebhookDeps = {
  readonly webhookReader: WebhookReader;
  readonly paymentGateway: Pick<PaymentGateway, 'eventsOf'>;
  readonly handleProviderEvent: HandleProviderEvent;
};

export function makeReceiveWebhook({ webhookReader, ...deps }: ReceiveWebhookDeps): ReceiveWebhook {
  const handleUnknownPayment = makeHandleUnknownPayment(deps);
  return (message) =>
    webhookReader.read(message).asyncAndThen(({ eventType, event }): ReturnType<ReceiveWebhook> => {
      if (event === undefined) return okAsync({ eventType, outcome: 'ignored' });
      return deps
        .handleProviderEvent(event)
        .andThen((handled): ReturnType<typeof handleUnknownPayment> =>
          handled.ignored === 'foreign' ? handleUnknownPayment(event) : okAsync(handled),
        )
        .map(({ duplicate, ignored }) => ({
          eventType,
          outcome: ignored !== undefined ? 'ignored' : duplicate ? 'duplicate' : 'handled',
        }));
    });
}
