import { okAsync, type ResultAsync } from 'neverthrow';
import type { WebhookReader, WebhookRefused } from '../ports/webhook-reader.js';
import type { HandleProviderEvent, HandleProviderEventError } from './handle-provider-event.js';

/** A message as it was received: its raw bytes, and what the sender signed them with. */
export type ReceiveWebhookCommand = { readonly body: Uint8Array; readonly signature: string | undefined };
export type ReceiveWebhookError = WebhookRefused | HandleProviderEventError;
/** The outcome: applied, a duplicate without effect, or ignored because it is about nothing of ours. */
export type ReceivedWebhook = { readonly eventType: string; readonly outcome: 'handled' | 'duplicate' | 'ignored' };
/**
 * Handles a message that a payment provider posts. An error means that nothing was changed and that the provider may
 * repeat it.
 */
export type ReceiveWebhook = (command: ReceiveWebhookCommand) => ResultAsync<ReceivedWebhook, ReceiveWebhookError>;

type ReceiveWebhookDeps = { readonly webhookReader: WebhookReader; readonly handleProviderEvent: HandleProviderEvent };

export const makeReceiveWebhook =
  ({ webhookReader, handleProviderEvent }: ReceiveWebhookDeps): ReceiveWebhook =>
  (message) =>
    webhookReader.read(message).asyncAndThen(({ eventType, event }): ReturnType<ReceiveWebhook> => {
      if (event === undefined) return okAsync({ eventType, outcome: 'ignored' });
      return handleProviderEvent(event).map(({ duplicate }) => ({
        eventType,
        outcome: duplicate ? 'duplicate' : 'handled',
      }));
    });
