import type { WebhookRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../../store.js';

export const webhookRecords = ({ webhooks, webhookDeliveries }: Tables): WebhookRecords => ({
  list: () => okAsync([...webhooks.values()]),
  find: (id) => okAsync(webhooks.get(id)),
  lock: (id) => okAsync(webhooks.get(id)),
  add: (webhook) => okAsync(void webhooks.set(webhook.id, webhook)),
  save: (webhook) => okAsync(void webhooks.set(webhook.id, webhook)),
  remove: (id) => {
    webhooks.delete(id);
    for (const [key, { webhookId }] of webhookDeliveries) if (webhookId === id) webhookDeliveries.delete(key);
    return okAsync(undefined);
  },
  repeat: (webhookId, id, at) => {
    const delivery = webhookDeliveries.get(id);
    if (delivery?.webhookId !== webhookId) return okAsync(false);
    webhookDeliveries.set(id, { ...delivery, status: 'pending', nextAttemptAt: at, since: at, attempts: 0 });
    return okAsync(true);
  },
});
