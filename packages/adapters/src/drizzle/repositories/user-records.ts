import type { StorageUnavailable, StoredUser, UserRecords } from '@cartwright/application';
import { count, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import { err, ok, ResultAsync } from 'neverthrow';
import type { Database } from '../connection/database.js';
import { preparedOnce } from '../connection/prepared-statement.js';
import { users } from '../schema.js';
import { isStorable, isUuid, uuidList } from '../connection/storable-text.js';
import { query, tryQuery } from '../connection/storage-failures.js';

/** Accounts in the table `users`. */
export const makeDrizzleUserRecords = (tx: Database): UserRecords => ({
  add: (user) =>
    new ResultAsync(
      // A conflict that raised an error would end the whole transaction.
      tx
        .insert(users)
        .values(user)
        .onConflictDoNothing({ target: users.email })
        .returning({ id: users.id })
        .then((rows) =>
          rows.length > 0 ? ok(undefined) : err({ type: 'user.email-taken', email: user.email } as const),
        ),
    ),
  byId: (id) =>
    query(async (): Promise<StoredUser | undefined> => {
      if (!isUuid(id)) return undefined;
      const [user] = await tx.select().from(users).where(eq(users.id, id));
      return user;
    }),
  byEmail: (email) =>
    query(async (): Promise<StoredUser | undefined> => {
      if (!isStorable(email)) return undefined;
      const [user] = await tx.select().from(users).where(eq(users.email, email));
      return user;
    }),
  withRoles: (roles) =>
    query(async () => {
      const { passwordHash: _, ...columns } = getTableColumns(users);
      return tx
        .select(columns)
        .from(users)
        .where(inArray(users.role, [...roles]))
        .orderBy(users.id);
    }),
  countWithRole: (role) =>
    query(async () => {
      const [row] = await tx.select({ users: count() }).from(users).where(eq(users.role, role));
      return row?.users ?? 0;
    }),
});

const usersById = preparedOnce((db) =>
  db
    .select()
    .from(users)
    .where(sql`${users.id} = any(${sql.placeholder('ids')}::uuid[])`)
    .prepare('users_by_id'),
);

/** Those of the accounts that exist, by id. */
export async function usersAmong(db: Database, ids: readonly string[]): Promise<ReadonlyMap<string, StoredUser>> {
  const rows = await usersById(db).execute({ ids: uuidList(ids) });
  return new Map(rows.map((user) => [user.id, user]));
}

/** Removes accounts with their sessions; their orders stay. Errors: `storage.unavailable`. */
export const removeUsers = (db: Database, ids: readonly string[]): ResultAsync<void, StorageUnavailable> =>
  tryQuery(async () => {
    await db.delete(users).where(inArray(users.id, [...ids]));
  });
