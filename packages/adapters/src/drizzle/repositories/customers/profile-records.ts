import type { Profile, ProfileRecords } from '@cartwright/application';
import { eq } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { isUuid } from '../../connection/storable-text.js';
import { query } from '../../connection/storage-failures.js';
import { profiles } from '../../schema.js';

/** What users say of themselves, in the table `profiles`. */
export const makeDrizzleProfileRecords = (tx: Database): ProfileRecords => ({
  ofUser: (userId) =>
    query(async (): Promise<Profile> => {
      const [row] = isUuid(userId) ? await tx.select().from(profiles).where(eq(profiles.userId, userId)) : [];
      if (row === undefined) return { marketingConsent: false, metadata: {} };
      const { locale, marketingConsent, metadata } = row;
      return { ...(locale === null ? {} : { locale }), marketingConsent, metadata };
    }),
  save: (userId, { locale = null, ...facts }) =>
    query(async () => {
      const set = { locale, ...facts };
      await tx
        .insert(profiles)
        .values({ userId, ...set })
        .onConflictDoUpdate({ target: profiles.userId, set });
    }),
});
