import type { RefreshToken, SessionRecords } from '@cartwright/application';
import { eq } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { refreshTokens } from '../schema.js';
import { isStorable, isUuid } from '../connection/storable-text.js';
import { query } from '../connection/storage-failures.js';

/** Refresh tokens in the table `refresh_tokens`. */
export const makeDrizzleSessionRecords = (tx: Database): SessionRecords => ({
  add: (token) =>
    query(async () => {
      await tx.insert(refreshTokens).values(token);
    }),
  lockByDigest: (digest) =>
    query(async (): Promise<RefreshToken | undefined> => {
      if (!isStorable(digest)) return undefined;
      const [row] = await tx.select().from(refreshTokens).where(eq(refreshTokens.digest, digest)).for('update');
      if (row === undefined) return undefined;
      const { usedAt, ...token } = row;
      return usedAt === null ? token : { ...token, usedAt };
    }),
  markUsed: (id, at) =>
    query(async () => {
      if (isUuid(id)) await tx.update(refreshTokens).set({ usedAt: at }).where(eq(refreshTokens.id, id));
    }),
  removeFamily: (familyId) =>
    query(async () => {
      if (isUuid(familyId)) await tx.delete(refreshTokens).where(eq(refreshTokens.familyId, familyId));
    }),
});
