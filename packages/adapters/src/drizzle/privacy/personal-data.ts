import { erasedEmail, manualProvider, type Erasure, type PersonalData } from '@cartwright/application';
import type { OrderId } from '@cartwright/domain';
import { and, asc, eq, gt, gte, sql } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { query } from '../connection/try-query.js';
import { isUuid } from '../connection/storable-text.js';
import { stored } from '../repositories/order-records.js';
import { erasures, orders } from '../schema.js';
import { ordersOf, tablesWithPeople, type Scope } from './personal-tables.js';

/** What `erasedOrder` replaces in payments and refunds. */
const personalTexts = `$ ? (
  exists (@.payments[*] ? (@.provider == "${manualProvider}" && !(@.reference starts with "erased")))
  || exists (@.refunds[*] ? (@.reason != ""
    || @.provider == "${manualProvider}" && (exists (@.failure) || !(@.paymentReference starts with "erased")))))`;

/** What the tables of `personal-tables.ts` hold about people. */
export const makeDrizzlePersonalData = (tx: Database): PersonalData => ({
  collect: (person) =>
    query(async () => {
      const own = await tx.select({ id: orders.id }).from(orders).where(ordersOf(person));
      const scope = { ...person, orderIds: own.map(({ id }) => id as OrderId) };
      const collected: Record<string, readonly unknown[]> = {};
      for (const { section, table, rows, secrets = [] } of tablesWithPeople) {
        const found = await tx.select().from(table).where(rows(scope));
        collected[section] = found.map((row) =>
          Object.fromEntries(
            Object.entries(row).filter(([field, value]) => value !== null && !secrets.includes(field)),
          ),
        );
      }
      return collected;
    }),
  lockOrders: (person) =>
    query(() => tx.select(stored).from(orders).where(ordersOf(person)).orderBy(asc(orders.id)).for('update')),
  lockErasedWithTexts: ({ after, limit }) =>
    query(async () => {
      if (after !== undefined && !isUuid(after)) return [];
      return tx
        .select(stored)
        .from(orders)
        .where(
          and(
            sql`${orders.email} collate "C" = ${erasedEmail}`,
            sql`${orders.document}::jsonb @? ${sql.raw(`'${personalTexts}'`)}::jsonpath`,
            after === undefined ? undefined : gt(orders.id, after),
          ),
        )
        .orderBy(asc(orders.id))
        .limit(limit)
        .for('update');
    }),
  erase: (person, orderIds) =>
    query(async () => {
      const scope: Scope = { ...person, orderIds };
      for (const { table, rows, erasure } of tablesWithPeople) {
        if (erasure === 'with-account' || (typeof erasure === 'object' && 'kept' in erasure)) continue;
        if (erasure === 'delete') await tx.delete(table).where(rows(scope));
        else await tx.update(table).set(erasure).where(rows(scope));
      }
    }),
  addErasure: (erasure) =>
    query(async () => {
      await tx.insert(erasures).values({ ...erasure, mailboxes: [...erasure.mailboxes] });
    }),
  erasuresSince: (since) =>
    query(async () => {
      const rows = await tx
        .select()
        .from(erasures)
        .where(and(gte(erasures.at, since), sql`${erasures.mailboxes} <> '{}'`))
        .orderBy(asc(erasures.at), asc(erasures.id));
      return rows.map(({ userId, ...erasure }): Erasure => ({ ...erasure, ...(userId === null ? {} : { userId }) }));
    }),
  wasErased: (userId) =>
    query(async () => {
      if (!isUuid(userId)) return false;
      const found = await tx.select({ id: erasures.id }).from(erasures).where(eq(erasures.userId, userId)).limit(1);
      return found.length > 0;
    }),
});
