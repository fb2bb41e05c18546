import type { DefinedRole, RoleRecords } from '@cartwright/application';
import { eq, sql, type InferSelectModel } from 'drizzle-orm';
import { err, ok, ResultAsync } from 'neverthrow';
import type { Database } from '../../connection/database.js';
import { isStorable } from '../../connection/storable-text.js';
import { query } from '../../connection/try-query.js';
import { roles } from '../../schema.js';

/** The shop's own roles in the table `roles`. */
export const makeDrizzleRoleRecords = (tx: Database): RoleRecords => ({
  list: () =>
    query(async () => {
      const rows = await tx
        .select()
        .from(roles)
        .orderBy(sql`${roles.name} collate "C"`);
      return rows.map(roleOf);
    }),
  find: (name) =>
    query(async () => {
      if (!isStorable(name)) return undefined;
      const [row] = await tx.select().from(roles).where(eq(roles.name, name));
      return row === undefined ? undefined : roleOf(row);
    }),
  lock: (name) =>
    query(async () => {
      if (!isStorable(name)) return undefined;
      const [row] = await tx.select().from(roles).where(eq(roles.name, name)).for('update');
      return row === undefined ? undefined : roleOf(row);
    }),
  add: ({ name, permissions, version }) =>
    new ResultAsync(
      // A conflict that raised an error would end the whole transaction.
      tx
        .insert(roles)
        .values({ name, key: name.toLowerCase(), permissions: [...permissions], version })
        .onConflictDoNothing()
        .returning({ name: roles.name })
        .then((rows) => (rows.length > 0 ? ok(undefined) : err({ type: 'role.name-taken', name } as const))),
    ),
  save: ({ name, permissions, version }) =>
    query(async () => {
      await tx
        .update(roles)
        .set({ permissions: [...permissions], version })
        .where(eq(roles.name, name));
    }),
  remove: (name) =>
    query(async () => {
      await tx.delete(roles).where(eq(roles.name, name));
    }),
});

const roleOf = ({ key: _key, ...role }: InferSelectModel<typeof roles>): DefinedRole => role;
