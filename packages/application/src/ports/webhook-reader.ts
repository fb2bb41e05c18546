import type { Result } from 'neverthrow';
import type { ProviderEvent } from '../paying/provider-event.js';

/** The message is not the provider's, is stale or from the future, or is for another mode (live or test). */
export type WebhookRefused = {
  readonly type: 'webhook.signature-invalid' | 'webhook.malformed' | 'webhook.livemode-mismatch';
  readonly reason: string;
};

/** An authentic message. `event` is absent when the message is about nothing of ours or changes nothing. */
export type ReadWebhook = { readonly eventId: string; readonly eventType: string; readonly event?: ProviderEvent };

/** Verifies and reads webhook messages. `body` is the raw bytes as received; no network. */
export type WebhookReader = {
  readonly provider: 'stripe';
  readonly read: (message: {
    readonly body: Uint8Array;
    readonly signature: string | undefined;
  }) => Result<ReadWebhook, WebhookRefused>;
};
