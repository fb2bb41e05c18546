import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** A message to a webhook, to be signed as Standard Webhooks describes. */
export type WebhookMessage = {
  readonly url: string;
  /** The same for each attempt. */
  readonly id: string;
  readonly at: Instant;
  readonly body: string;
  /** Of the form `whsec_` and base64. */
  readonly secret: string;
};

export type WebhookSendError =
  /** No response, or not in time. */
  | { readonly type: 'webhook.unreachable'; readonly reason: string }
  /** The address is not on the public internet. */
  | { readonly type: 'webhook.address-refused' };

/** Sends messages to other systems. It follows no redirects. */
export type WebhookSender = {
  /** Whether the address itself shows that messages to it are refused. */
  readonly isRefused: (url: string) => boolean;
  /** Returns the HTTP status of the response, whatever it is. */
  readonly send: (message: WebhookMessage) => ResultAsync<{ readonly status: number }, WebhookSendError>;
};
