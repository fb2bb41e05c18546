import type { WebhookMessage } from '@cartwright/application';
import { createHmac } from 'node:crypto';

/**
 * The headers of a message by Standard Webhooks (https://www.standardwebhooks.com): its id, the time of this attempt in
 * seconds, and an HMAC-SHA-256 of both and the body.
 *
 * @example signatureHeaders({ id, at, body, secret })['webhook-signature'] // 'v1,g0hM9SsE…'
 */
export function signatureHeaders({
  id,
  at,
  body,
  secret,
}: Pick<WebhookMessage, 'id' | 'at' | 'body' | 'secret'>): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(Date.parse(at) / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/u, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
