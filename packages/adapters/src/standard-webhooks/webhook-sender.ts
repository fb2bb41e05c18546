import type { WebhookMessage, WebhookSender, WebhookSendError } from '@cartwright/application';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import { httpHostOf, isRefusedUrl } from '../public-http/public-address.js';
import { AddressRefused, type PublicAgent } from '../public-http/public-agent.js';
import { signatureHeaders } from './sign-message.js';

type Options = {
  /** Allows private addresses only where private receivers are allowed. */
  readonly agent: PublicAgent;
  /** Also sends to private networks, and without TLS. */
  readonly allowsPrivate: boolean;
  /** For the connection and the response together. */
  readonly timeoutMs?: number;
};

/**
 * Sends messages that are signed as Standard Webhooks describe. Redirects are not followed: they would lead to
 * addresses that nobody has checked. The response's body is not read.
 *
 * @example makeStandardWebhookSender({ agent: makePublicAgent(), allowsPrivate: false })
 */
export const makeStandardWebhookSender = ({ agent, allowsPrivate, timeoutMs = 10_000 }: Options): WebhookSender => {
  const isRefused = (url: string): boolean => {
    if (allowsPrivate) return httpHostOf(url) === undefined;
    return !url.toLowerCase().startsWith('https:') || isRefusedUrl(url);
  };
  const send = async (message: WebhookMessage): Promise<Result<{ readonly status: number }, WebhookSendError>> => {
    if (isRefused(message.url)) return err({ type: 'webhook.address-refused' });
    const { statusCode, body } = await agent.request(message.url, {
      method: 'POST',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { 'content-type': 'application/json', 'user-agent': 'Cartwright', ...signatureHeaders(message) },
      body: message.body,
    });
    // A body that is left unread ends with an error event, which would end the process if nobody listened.
    body.on('error', () => undefined);
    body.destroy();
    return ok({ status: statusCode });
  };
  return {
    isRefused,
    send: (message) => new ResultAsync(send(message).catch((error: unknown) => err(failureOf(error)))),
  };
};

function failureOf(error: unknown): WebhookSendError {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof AddressRefused) return { type: 'webhook.address-refused' };
  }
  if (error instanceof Error && error.name === 'TimeoutError')
    return { type: 'webhook.unreachable', reason: 'the receiver does not respond in time' };
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return { type: 'webhook.unreachable', reason: `the receiver cannot be reached${code}` };
}
