import type { StorageUnavailable, StoredUser, User, UserRecords } from '@cartwright/application';
import { and, count, eq, ilike, or, inArray, isNull, sql, type InferSelectModel, type SQL } from 'drizzle-orm';
import { err, ok, ResultAsync } from 'neverthrow';
import type { Database } from '../../connection/database.js';
import { likePattern } from '../../connection/like-pattern.js';
import { preparedOnce } from '../../connection/prepared-statement.js';
import { readKeysetPage, selectPage, type KeysetOrder } from '../../read-models/keyset-page.js';
import { users } from '../../schema.js';
import { isStorable, isUuid, uuidList } from '../../connection/storable-text.js';
import { query, tryQuery } from '../../connection/try-query.js';

const byEmail: KeysetOrder<StoredUser, 'email'> = {
  columns: { email: { column: sql`${users.email} collate "C"`, type: 'text' } },
  id: users.id,
  sorting: [{ key: 'email', direction: 'asc' }],
  valueOf: ({ email }) => email,
};

const isInGroup = (group: string): SQL => sql`${group} = any(${users.groups})`;

/** Accounts in the table `users`. */
export const makeDrizzleUserRecords = (tx: Database): UserRecords => ({
  add: (user) =>
    new ResultAsync(
      // A conflict that raised an error would end the whole transaction.
      tx
        .insert(users)
        .values({ ...user, groups: [...(user.groups ?? [])] })
        .onConflictDoNothing({ target: users.email })
        .returning({ id: users.id })
        .then((rows) =>
          rows.length > 0 ? ok(undefined) : err({ type: 'user.email-taken', email: user.email } as const),
        ),
    ),
  rehash: (id, hash, rehashed) =>
    query(async () => {
      await tx
        .update(users)
        .set({ passwordHash: rehashed })
        .where(and(eq(users.id, id), eq(users.passwordHash, hash)));
    }),
  save: ({
    id,
    email: _unchanged,
    disabledAt = null,
    invitedAt = null,
    emailVerifiedAt = null,
    groups = [],
    ...user
  }) =>
    query(async () => {
      await tx
        .update(users)
        .set({ ...user, groups: [...groups], disabledAt, invitedAt, emailVerifiedAt })
        .where(eq(users.id, id));
    }),
  lock: (id) =>
    query(async (): Promise<StoredUser | undefined> => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select().from(users).where(eq(users.id, id)).for('update');
      return row === undefined ? undefined : storedUserOf(row);
    }),
  byId: (id) =>
    query(async (): Promise<StoredUser | undefined> => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select().from(users).where(eq(users.id, id));
      return row === undefined ? undefined : storedUserOf(row);
    }),
  byEmail: (email) =>
    query(async (): Promise<StoredUser | undefined> => {
      if (!isStorable(email)) return undefined;
      const [row] = await tx.select().from(users).where(eq(users.email, email));
      return row === undefined ? undefined : storedUserOf(row);
    }),
  lockAdmins: () =>
    query(async () => {
      const rows = await tx
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.role, 'admin'), isNull(users.disabledAt)))
        .orderBy(users.id)
        .for('update');
      return rows.map(({ id }) => id);
    }),
  list: ({ search, role, group }, request) => {
    const pattern = search === undefined ? undefined : `%${likePattern(search)}%`;
    const where = and(
      pattern === undefined ? undefined : or(ilike(users.email, pattern), ilike(users.name, pattern)),
      role === undefined ? undefined : eq(users.role, role),
      group === undefined ? undefined : isInGroup(group),
    );
    return new ResultAsync(
      readKeysetPage(byEmail, request, {
        where,
        select: (page) => selectPage(tx.select().from(users), page),
        rowOf: storedUserOf,
        count: async () => tx.$count(users, where),
      }),
    );
  },
  withRoles: (roles) =>
    query(async () => {
      const rows = await tx
        .select()
        .from(users)
        .where(and(inArray(users.role, [...roles]), isNull(users.disabledAt)))
        .orderBy(users.id);
      return rows.map((row) => userOf(storedUserOf(row)));
    }),
  renameGroup: (from, to) =>
    query(async () => {
      await tx
        .update(users)
        .set({ groups: sql`array_replace(${users.groups}, ${from}, ${to})` })
        .where(sql`${from} = any(${users.groups})`);
    }),
  countInGroup: (group) => query(async () => tx.$count(users, isInGroup(group))),
  countWithRole: (role) =>
    query(async () => {
      const [row] = await tx.select({ users: count() }).from(users).where(eq(users.role, role));
      return row?.users ?? 0;
    }),
});

/** A row of `users`. */
export const storedUserOf = ({
  disabledAt,
  invitedAt,
  emailVerifiedAt,
  groups,
  ...user
}: InferSelectModel<typeof users>): StoredUser => ({
  ...user,
  ...(disabledAt === null ? {} : { disabledAt }),
  ...(invitedAt === null ? {} : { invitedAt }),
  ...(groups.length === 0 ? {} : { groups }),
  ...(emailVerifiedAt === null ? {} : { emailVerifiedAt }),
});

const userOf = ({ passwordHash: _hash, disabledAt: _disabled, invitedAt: _invited, ...user }: StoredUser): User => user;

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
  return new Map(rows.map((user) => [user.id, storedUserOf(user)]));
}

/** Removes accounts with their sessions; their orders stay. Errors: `storage.unavailable`. */
export const removeUsers = (db: Database, ids: readonly string[]): ResultAsync<void, StorageUnavailable> =>
  tryQuery(async () => {
    await db.delete(users).where(inArray(users.id, [...ids]));
  });
