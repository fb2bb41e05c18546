import type { WebhookMessage, WebhookSender, WebhookSendError } from '@cartwright/application';
import { okAsync, type ResultAsync } from 'neverthrow';

export type InMemoryWebhookSender = WebhookSender & {
  readonly sent: WebhookMessage[];
  /** Replaces how receivers respond; 200 by default. */
  respond: (message: WebhookMessage) => ResultAsync<{ readonly status: number }, WebhookSendError>;
};

/** Keeps the messages that would be sent. Addresses without TLS are refused. */
export function makeInMemoryWebhookSender(): InMemoryWebhookSender {
  const sender: InMemoryWebhookSender = {
    sent: [],
    respond: () => okAsync({ status: 200 }),
    isRefused: (url) => !url.startsWith('https://'),
    send: (message) => {
      sender.sent.push(message);
      return sender.respond(message);
    },
  };
  return sender;
}
