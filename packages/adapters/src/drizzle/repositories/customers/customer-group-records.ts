import type { CustomerGroupRecords, StoredCustomerGroup } from '@cartwright/application';
import { and, eq, ne, sql, type InferSelectModel } from 'drizzle-orm';
import { err, ok, ResultAsync } from 'neverthrow';
import type { Database } from '../../connection/database.js';
import { isUuid } from '../../connection/storable-text.js';
import { query } from '../../connection/try-query.js';
import { customerGroups } from '../../schema.js';

/** Customer groups in the table `customer_groups`. */
export const makeDrizzleCustomerGroupRecords = (tx: Database): CustomerGroupRecords => {
  const findBy = (id: string) => tx.select().from(customerGroups).where(eq(customerGroups.id, id));
  return {
    list: () =>
      query(async () => {
        const rows = await tx
          .select()
          .from(customerGroups)
          .orderBy(sql`${customerGroups.name} collate "C"`);
        return rows.map(groupOf);
      }),
    find: (id) => query(async () => (isUuid(id) ? (await findBy(id)).map(groupOf)[0] : undefined)),
    lock: (id) => query(async () => (isUuid(id) ? (await findBy(id).for('update')).map(groupOf)[0] : undefined)),
    add: (group) =>
      new ResultAsync(
        // A conflict that raised an error would end the whole transaction.
        tx
          .insert(customerGroups)
          .values(rowOf(group))
          .onConflictDoNothing()
          .returning({ id: customerGroups.id })
          .then((rows) => (rows.length > 0 ? ok(undefined) : taken(group))),
      ),
    save: (group) =>
      new ResultAsync(
        (async () => {
          const row = rowOf(group);
          // Names change rarely: one lock on all keeps two from taking one name, which would end the transaction.
          await tx.execute(sql`select pg_advisory_xact_lock(hashtext('customer_groups'))`);
          const hasName = and(eq(customerGroups.key, row.key), ne(customerGroups.id, row.id));
          const others = await tx.select({ id: customerGroups.id }).from(customerGroups).where(hasName);
          if (others.length > 0) return taken(group);
          await tx.update(customerGroups).set(row).where(eq(customerGroups.id, row.id));
          return ok(undefined);
        })(),
      ),
    remove: (id) =>
      query(async () => {
        if (isUuid(id)) await tx.delete(customerGroups).where(eq(customerGroups.id, id));
      }),
    ensure: (groups) =>
      query(async () => {
        if (groups.length === 0) return [];
        // By key, so that two who join the same groups do not wait for each other. One statement takes a key once.
        const rows = new Map(groups.map((group) => [keyOf(group.name), rowOf(group)]));
        const stored = await tx
          .insert(customerGroups)
          .values([...rows.values()].sort((left, right) => (left.key < right.key ? -1 : 1)))
          // Touches a known group, which locks it.
          .onConflictDoUpdate({ target: customerGroups.key, set: { key: sql`excluded.key` } })
          .returning();
        const names = new Map(stored.map(({ key, name }) => [key, name]));
        return groups.map(({ name }) => names.get(keyOf(name)) ?? name);
      }),
  };
};

const keyOf = (name: string): string => name.toLowerCase();
const rowOf = (group: StoredCustomerGroup) => ({ ...group, key: keyOf(group.name) });
const groupOf = ({ key: _key, ...group }: InferSelectModel<typeof customerGroups>): StoredCustomerGroup => group;
const taken = ({ name }: StoredCustomerGroup) => err({ type: 'customer-group.name-taken', name } as const);
