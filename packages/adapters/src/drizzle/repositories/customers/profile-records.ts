import { emptyProfile, type Profile, type ProfileRecords } from '@cartwright/application';
import { sql } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { preparedOnce } from '../../connection/prepared-statement.js';
import { uuidList } from '../../connection/storable-text.js';
import { query } from '../../connection/try-query.js';
import { profiles } from '../../schema.js';

/** What users say of themselves, in the table `profiles`. */
export const makeDrizzleProfileRecords = (tx: Database): ProfileRecords => ({
  ofUser: (userId) => query(async () => (await profilesAmong(tx, [userId])).get(userId.toLowerCase()) ?? emptyProfile),
  save: (userId, { locale = null, ...facts }) =>
    query(async () => {
      const set = { locale, ...facts };
      await tx
        .insert(profiles)
        .values({ userId, ...set })
        .onConflictDoUpdate({ target: profiles.userId, set });
    }),
});

const profilesOfUsers = preparedOnce((db) =>
  db
    .select()
    .from(profiles)
    .where(sql`${profiles.userId} = any(${sql.placeholder('userIds')}::uuid[])`)
    .prepare('profiles_of_users'),
);

/** The profiles of these users by their ids; those without one are missing. */
export async function profilesAmong(db: Database, userIds: readonly string[]): Promise<ReadonlyMap<string, Profile>> {
  const rows = await profilesOfUsers(db).execute({ userIds: uuidList(userIds) });
  return new Map(
    rows.map(({ userId, locale, ...facts }) => [userId, { ...(locale === null ? {} : { locale }), ...facts }]),
  );
}
