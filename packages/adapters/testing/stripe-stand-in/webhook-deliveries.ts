import { createHmac } from 'node:crypto';
import type { Stripe } from 'stripe';

/** One attempt to tell the shop of an event. `status` is 0 when nobody answered. */
export type Delivery = {
  readonly eventId: string;
  readonly type: string;
  readonly status: number;
  readonly body: string;
};

export type DeliverOptions = {
  /** Where to, if not to the webhook's address. */
  readonly url?: string;
  /** When it says that it was signed, in seconds; now when absent. */
  readonly signedAt?: number;
  readonly secret?: string;
  /** Sent instead of the signature that belongs to it. */
  readonly signature?: string;
  /** Sent instead of the event, under the signature of the event. */
  readonly body?: string;
};

export type WebhookDeliveries = {
  readonly add: (event: Stripe.Event) => void;
  readonly setUrl: (url: string | undefined) => void;
  readonly setPolicy: (policy: 'held' | 'at-once') => void;
  readonly pending: () => readonly string[];
  readonly deliver: (event: Stripe.Event, options?: DeliverOptions) => Promise<Delivery>;
  readonly log: readonly Delivery[];
  /** Resolves when nothing is on its way. */
  readonly quiet: () => Promise<void>;
};

/**
 * Signs as Stripe does: HMAC-SHA256 over the second and the body, hexadecimal.
 *
 * @example signatureOf(body, 1790000000, 'whsec_1') // 't=1790000000,v1=…'
 */
export const signatureOf = (body: string, at: number, secret: string): string =>
  `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;

/**
 * Tells the shop, one event after another, at once or when the test says so. What was not answered with 2xx stays
 * pending.
 */
export function makeDeliveries({
  secret: ownSecret,
  seconds,
}: {
  readonly secret: string;
  readonly seconds: () => number;
}): WebhookDeliveries {
  let url: string | undefined;
  let policy: 'held' | 'at-once' = 'held';
  const pending = new Set<string>();
  const log: Delivery[] = [];
  let last: Promise<unknown> = Promise.resolve();

  const post = async (event: Stripe.Event, options: DeliverOptions): Promise<Delivery> => {
    const target = options.url ?? url;
    if (target === undefined) throw new Error('the webhook has no address: setWebhookUrl');
    const body = JSON.stringify(event, undefined, 2);
    const signature =
      options.signature ?? signatureOf(body, options.signedAt ?? seconds(), options.secret ?? ownSecret);
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'stripe-signature': signature,
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    };
    const answer = await fetch(target, {
      method: 'POST',
      headers,
      body: options.body ?? body,
      signal: AbortSignal.timeout(20_000),
    }).then(
      async (response) => ({ status: response.status, body: await response.text() }),
      (error: unknown) => ({ status: 0, body: String(error) }),
    );
    const delivery = { eventId: event.id, type: event.type, ...answer };
    log.push(delivery);
    if (answer.status >= 200 && answer.status < 300) pending.delete(event.id);
    return delivery;
  };
  return {
    add: (event) => {
      pending.add(event.id);
      if (policy === 'at-once' && url !== undefined) last = last.then(() => post(event, {}));
    },
    setUrl: (next) => {
      url = next;
    },
    setPolicy: (next) => {
      policy = next;
    },
    pending: () => [...pending],
    deliver: (event, options = {}) => post(event, options),
    log,
    quiet: async () => {
      let seen: unknown;
      while (seen !== last) {
        seen = last;
        await last;
      }
    },
  };
}
