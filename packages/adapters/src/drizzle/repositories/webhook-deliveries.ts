import {
  msAfter,
  type Clock,
  type DueDelivery,
  type WebhookDeliveries,
  type WebhookDelivery,
} from '@cartwright/application';
import { eq, sql, type InferSelectModel } from 'drizzle-orm';
import { resultRows, type Database } from '../connection/database.js';
import { storableText, uuidList } from '../connection/storable-text.js';
import { tryQuery, withOutages } from '../connection/try-query.js';
import { webhookDeliveries, webhooks } from '../schema.js';
import { byInstant, readKeysetPage, selectPage } from '../read-models/keyset-page.js';

const newestFirst = byInstant('createdAt', 'desc', webhookDeliveries.createdAt, webhookDeliveries.id);

/** Deliveries in the table `webhook_deliveries`. */
export const makeDrizzleWebhookDeliveries = ({
  db,
  clock,
}: {
  readonly db: Database;
  readonly clock: Clock;
}): WebhookDeliveries => ({
  claim: ({ limitEach, except, leaseMs }) =>
    tryQuery(async () => {
      const [enabled] = await db
        .select({ id: webhooks.id })
        .from(webhooks)
        .where(eq(webhooks.isEnabled, true))
        .limit(1);
      if (enabled === undefined) return { due: [], isInUse: false };
      const now = clock.now();
      // Of each webhook a few, so that one with many deliveries does not keep the others waiting.
      const claimed = await db.execute(sql`
        with due as (
          select chosen.id from ${webhooks} as webhook
            cross join lateral (
              select delivery.id from ${webhookDeliveries} as delivery
              where delivery.webhook_id = webhook.id and delivery.next_attempt_at <= ${now}
              order by delivery.next_attempt_at limit ${limitEach} for update skip locked
            ) as chosen
          where webhook.is_enabled and not webhook.id = any(${uuidList(except)}::uuid[])
        )
        update ${webhookDeliveries} set next_attempt_at = ${msAfter(now, leaseMs)}
        from due where webhook_deliveries.id = due.id
        returning webhook_deliveries.id`);
      const ids = resultRows(claimed).map((row) => String(row['id']));
      if (ids.length === 0) return { due: [], isInUse: true };
      const rows = await db
        .select({ delivery: webhookDeliveries, webhook: webhooks })
        .from(webhookDeliveries)
        .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
        .where(sql`${webhookDeliveries.id} = any(${uuidList(ids)}::uuid[])`);
      return { due: rows.map(dueOf), isInUse: true };
    }),
  settle: ({ id, status, at, nextAttemptAt = null, responseStatus = null, reason = null }) =>
    tryQuery(async () => {
      await db
        .update(webhookDeliveries)
        .set({
          status,
          nextAttemptAt,
          responseStatus,
          reason: reason === null ? null : storableText(reason),
          lastAttemptAt: at,
          attempts: sql`${webhookDeliveries.attempts} + 1`,
        })
        .where(eq(webhookDeliveries.id, id));
    }),
  list: (webhookId, request) => {
    const where = eq(webhookDeliveries.webhookId, webhookId);
    return withOutages(async () =>
      readKeysetPage(newestFirst, request, {
        where,
        select: (page) => selectPage(db.select().from(webhookDeliveries), page),
        rowOf: deliveryOf,
        count: async () => db.$count(webhookDeliveries, where),
      }),
    );
  },
});

type Row = InferSelectModel<typeof webhookDeliveries>;

type DueRow = { readonly delivery: Row; readonly webhook: InferSelectModel<typeof webhooks> };

const dueOf = ({ delivery, webhook: { url, sealedSecret } }: DueRow): DueDelivery => {
  const { id, webhookId, eventId, type, at, orderId, orderVersion: version, data, attempts, since } = delivery;
  return {
    id,
    webhookId,
    url,
    sealedSecret,
    event: { id: eventId, type, at, orderId, version, data },
    attempts,
    since,
  };
};

const deliveryOf = (row: Row): WebhookDelivery => {
  const { lastAttemptAt, nextAttemptAt, responseStatus, reason, since: _since, data: _data, at: _at, ...facts } = row;
  const { orderVersion: _version, ...delivery } = facts;
  return {
    ...delivery,
    ...(lastAttemptAt === null ? {} : { lastAttemptAt }),
    ...(nextAttemptAt === null ? {} : { nextAttemptAt }),
    ...(responseStatus === null ? {} : { responseStatus }),
    ...(reason === null ? {} : { reason }),
  };
};
