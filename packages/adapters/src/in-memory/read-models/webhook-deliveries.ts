import { msAfter, type Clock, type WebhookDeliveries, type WebhookDelivery } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { InMemoryStore, StoredDelivery } from '../store.js';
import { pageOf } from './page-of.js';

/** Deliveries of an in-memory store. */
export const makeInMemoryWebhookDeliveries = ({
  store,
  clock,
}: {
  readonly store: InMemoryStore;
  readonly clock: Clock;
}): WebhookDeliveries => ({
  claim: ({ limitEach, except, leaseMs }) =>
    store.transact(({ webhooks, webhookDeliveries }) => {
      const now = clock.now();
      const enabled = [...webhooks.values()].filter(({ isEnabled }) => isEnabled);
      const due = enabled
        .filter(({ id }) => !except.includes(id))
        .flatMap(({ id, url, sealedSecret }) =>
          [...webhookDeliveries.values()]
            .filter(({ webhookId, nextAttemptAt }) => webhookId === id && (nextAttemptAt ?? '~') <= now)
            .slice(0, limitEach)
            .map((delivery) => ({ ...delivery, url, sealedSecret })),
        );
      for (const { url: _url, sealedSecret: _secret, ...delivery } of due)
        webhookDeliveries.set(delivery.id, { ...delivery, nextAttemptAt: msAfter(now, leaseMs) });
      return okAsync({
        due: due.map(({ id, webhookId, url, sealedSecret, event, attempts, since }) => ({
          id,
          webhookId,
          url,
          sealedSecret,
          event,
          attempts,
          since,
        })),
        isInUse: enabled.length > 0,
      });
    }),
  settle: ({ id, status, at, ...facts }) =>
    store.transact(({ webhookDeliveries }) => {
      const delivery = webhookDeliveries.get(id);
      if (delivery !== undefined) {
        const { nextAttemptAt: _next, responseStatus: _status, reason: _reason, ...kept } = delivery;
        webhookDeliveries.set(id, { ...kept, ...facts, status, lastAttemptAt: at, attempts: delivery.attempts + 1 });
      }
      return okAsync(undefined);
    }),
  list: (webhookId, request) =>
    store.read(({ webhookDeliveries }) => {
      const rows = [...webhookDeliveries.values()].filter((row) => row.webhookId === webhookId).map(listed);
      const newestFirst = [{ key: 'createdAt', direction: 'desc' }] as const;
      return pageOf(rows, newestFirst, ({ createdAt }) => createdAt, request).asyncAndThen((page) => okAsync(page));
    }),
});

const listed = ({ event: _event, since: _since, ...delivery }: StoredDelivery): WebhookDelivery => delivery;
