import type { Result } from 'neverthrow';
import type { ProviderEvent } from '../paying/provider-event.js';

/** The message is not the provider's, is stale or from the future, or is for another mode than ours: nothing of it is believed. */
export type WebhookRefused = {
  readonly type: 'webhook.signature-invalid' | 'webhook.malformed' | 'webhook.livemode-mismatch';
  readonly reason: string;
};

/** A message that is the provider's. `event` is absent when it tells nothing of ours, or what changes nothing. */
export type ReadWebhook = { readonly eventId: string; readonly eventType: string; readonly event?: ProviderEvent };

/** Reads what a provider posts. `body` is the raw bytes as received; no network. */
export type WebhookReader = {
  readonly provider: 'stripe';
  readonly read: (message: {
    readonly body: Uint8Array;
    readonly signature: string | undefined;
  }) => Result<ReadWebhook, WebhookRefused>;
};
