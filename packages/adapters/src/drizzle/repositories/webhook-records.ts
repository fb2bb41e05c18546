import type { Webhook, WebhookRecords } from '@cartwright/application';
import { and, asc, eq } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { isUuid } from '../connection/storable-text.js';
import { query } from '../connection/try-query.js';
import { webhookDeliveries, webhooks } from '../schema.js';

/** Webhooks in the table `webhooks`. */
export const makeDrizzleWebhookRecords = (tx: Database): WebhookRecords => {
  const byId = (id: string) => tx.select().from(webhooks).where(eq(webhooks.id, id));
  const first = (rows: readonly Webhook[]): Webhook | undefined => rows[0];
  return {
    list: () => query(async () => tx.select().from(webhooks).orderBy(asc(webhooks.createdAt), asc(webhooks.id))),
    find: (id) => query(async () => (isUuid(id) ? first(await byId(id)) : undefined)),
    lock: (id) => query(async () => (isUuid(id) ? first(await byId(id).for('update')) : undefined)),
    add: (webhook) =>
      query(async () => {
        await tx.insert(webhooks).values({ ...webhook, events: [...webhook.events] });
      }),
    save: ({ id, ...facts }) =>
      query(async () => {
        await tx
          .update(webhooks)
          .set({ ...facts, events: [...facts.events] })
          .where(eq(webhooks.id, id));
      }),
    remove: (id) =>
      query(async () => {
        await tx.delete(webhooks).where(eq(webhooks.id, id));
      }),
    repeat: (webhookId, id, at) =>
      query(async () => {
        if (!isUuid(webhookId) || !isUuid(id)) return false;
        const repeated = await tx
          .update(webhookDeliveries)
          .set({ status: 'pending', nextAttemptAt: at, since: at, attempts: 0 })
          .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.webhookId, webhookId)))
          .returning({ id: webhookDeliveries.id });
        return repeated.length > 0;
      }),
  };
};
