import type { Clock } from '../../ports/clock.js';
import type { Log } from '../../ports/log.js';
import type { DeliveryOutcome, DueDelivery, WebhookDeliveries } from '../../ports/events/webhook-deliveries.js';
import type { Secrets } from '../../ports/secrets.js';
import type { Timers } from '../../ports/timers.js';
import type { WebhookSender } from '../../ports/events/webhook-sender.js';
import { msAfter } from '../../ms-after.js';
import { makeSingleFlight } from '../single-flight.js';

/** Sends events to webhooks, for as long as it runs. */
export type WebhookDeliverer = {
  /** Reports that something was published in this process. */
  readonly wake: () => void;
  readonly start: () => void;
  /** Sends nothing more, and waits for what is under way, at most `withinMs`. The rest is sent after its lease. */
  readonly stop: (withinMs: number) => Promise<void>;
};

type WebhookDelivererDeps = {
  readonly deliveries: Pick<WebhookDeliveries, 'claim' | 'settle'>;
  readonly sender: Pick<WebhookSender, 'send'>;
  readonly secrets: Pick<Secrets, 'unseal'>;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Milliseconds between claims while a webhook is enabled. */
  readonly pollMs: number;
  /** Milliseconds between claims while none is. */
  readonly idlePollMs: number;
  /** From 0 up to 1; spreads retries. */
  readonly random: () => number;
  readonly log: Log;
};

/** Deliveries to one webhook at the same time. A receiver that hangs keeps no more from the others. */
const maximumEach = 5;
/** Longer than an attempt takes, so that only the deliveries of a dead process are claimed again. */
const leaseMs = 60_000;
const firstRetryMs = 4_000;
/** The longest is 7.2 hours with its spread, so the last attempt is less than that before three days are over. */
const longestRetryMs = 6 * 3_600_000;
/** No retry begins later than this after the first attempt was due. */
export const retriesEndAfterMs = 3 * 86_400_000;

/**
 * Delays double from 4 s up to six hours, each up to a fifth longer, for three days.
 *
 * @example retryDelayMs(1, () => 0) // 4000
 */
const retryDelayMs = (attempts: number, random: () => number): number =>
  Math.round(Math.min(longestRetryMs, firstRetryMs * 2 ** (attempts - 1)) * (1 + random() / 5));

/**
 * Each delivery is sent until the receiver returns a 2xx status, at least once. The receiver recognises a repeat by the
 * `webhook-id`.
 *
 * @example
 * const deliverer = makeWebhookDeliverer({ deliveries, sender, secrets, clock, timers, pollMs: 50, idlePollMs: 1000,
 * random, log });
 * deliverer.start();
 */
export function makeWebhookDeliverer(deps: WebhookDelivererDeps): WebhookDeliverer {
  const { deliveries, clock, timers, log } = deps;
  /** Deliveries under way, by webhook. */
  const underWay = new Map<string, number>();
  const sending = new Set<Promise<void>>();
  let isRunning = false;
  let isInUse = true;
  let cancelPoll: (() => void) | undefined;

  const count = (webhookId: string, by: number): void => {
    const left = (underWay.get(webhookId) ?? 0) + by;
    if (left === 0) underWay.delete(webhookId);
    else underWay.set(webhookId, left);
  };

  const attempt = async (due: DueDelivery): Promise<DeliveryOutcome> => {
    const { id, at, type, orderId, version, data } = due.event;
    const secret = deps.secrets.unseal(due.sealedSecret);
    if (secret === undefined)
      return { id: due.id, status: 'failed', at: clock.now(), reason: 'its secret cannot be decrypted' };
    const body = JSON.stringify({ type, timestamp: at, data: { orderId, version, ...data } });
    const sent = await deps.sender.send({ url: due.url, id, at: clock.now(), body, secret });
    return sent.match(
      ({ status }) =>
        status >= 200 && status < 300
          ? { id: due.id, status: 'delivered', at: clock.now(), responseStatus: status }
          : retried(due, { responseStatus: status, reason: `the receiver returned ${status}` }),
      (error) => retried(due, { reason: error.type === 'webhook.unreachable' ? error.reason : error.type }),
    );
  };
  const retried = (due: DueDelivery, facts: Pick<DeliveryOutcome, 'responseStatus' | 'reason'>): DeliveryOutcome => {
    const at = clock.now();
    const nextAttemptAt = msAfter(at, retryDelayMs(due.attempts + 1, deps.random));
    const isOver = Date.parse(nextAttemptAt) > Date.parse(due.since) + retriesEndAfterMs;
    return { id: due.id, at, ...facts, ...(isOver ? { status: 'failed' } : { status: 'pending', nextAttemptAt }) };
  };

  const deliver = async (due: DueDelivery): Promise<void> => {
    const outcome = await attempt(due);
    if (outcome.status === 'failed') {
      log.error({ deliveryId: due.id, webhookId: due.webhookId, reason: outcome.reason }, 'a webhook delivery failed');
    }
    const settled = await deliveries.settle(outcome);
    // It is sent again after its lease, with the same id.
    if (settled.isErr()) log.warn({ err: settled.error, deliveryId: due.id }, 'a webhook delivery was not recorded');
  };
  const begin = (due: DueDelivery): void => {
    count(due.webhookId, 1);
    const sent = deliver(due)
      .catch((defect: unknown) => log.error({ err: defect, deliveryId: due.id }, 'a webhook delivery failed'))
      .finally(() => {
        sending.delete(sent);
        count(due.webhookId, -1);
        claim();
      });
    sending.add(sent);
  };

  // Read through a function: the compiler does not see that it changes while a claim is awaited.
  const mayClaim = (): boolean => isRunning;
  const claimAll = async (): Promise<void> => {
    for (let isMore = true; isMore && mayClaim();) {
      const except = [...underWay].filter(([, running]) => running >= maximumEach).map(([webhookId]) => webhookId);
      const claimed = await deliveries.claim({ limitEach: maximumEach, except, leaseMs });
      if (claimed.isErr()) return log.warn({ err: claimed.error }, 'webhook deliveries cannot be read');
      ({ isInUse } = claimed.value);
      for (const due of claimed.value.due) begin(due);
      isMore = claimed.value.due.length > 0;
    }
  };
  const claiming = makeSingleFlight(claimAll, (defect) =>
    log.error({ err: defect }, 'claiming webhook deliveries failed'),
  );
  const claim = (): void => {
    if (isRunning) claiming.request();
  };
  const poll = (): void => {
    claim();
    cancelPoll = timers.after(isInUse ? deps.pollMs : deps.idlePollMs, poll);
  };

  return {
    wake: claim,
    start: () => {
      if (isRunning) return;
      isRunning = true;
      poll();
    },
    stop: async (withinMs) => {
      isRunning = false;
      cancelPoll?.();
      await new Promise<void>((resolve) => {
        const cancel = timers.after(withinMs, resolve);
        void Promise.all([claiming.settled(), ...sending]).finally(() => (cancel(), resolve()));
      });
    },
  };
}
