import type { RefreshToken, SessionRecords } from '@cartwright/application';
import { eq } from 'drizzle-orm';
import type { Database } from './database.js';
import { refreshTokens } from './schema.js';
import { isStorable, isUuid } from './storable-text.js';
import { queried } from './storage-failures.js';

/** Refresh tokens in the table `refresh_tokens`. */
export const makeDrizzleSessionRecords = (tx: Database): SessionRecords => ({
  add: (token) =>
    queried(async () => {
      await tx.insert(refreshTokens).values(token);
    }),
  lockByDigest: (digest) =>
    queried(async (): Promise<RefreshToken | undefined> => {
      if (!isStorable(digest)) return undefined;
      const [row] = await tx.select().from(refreshTokens).where(eq(refreshTokens.digest, digest)).for('update');
      if (row === undefined) return undefined;
      const { usedAt, ...token } = row;
      return usedAt === null ? token : { ...token, usedAt };
    }),
  markUsed: (id, at) =>
    queried(async () => {
      if (isUuid(id)) await tx.update(refreshTokens).set({ usedAt: at }).where(eq(refreshTokens.id, id));
    }),
  removeFamily: (familyId) =>
    queried(async () => {
      if (isUuid(familyId)) await tx.delete(refreshTokens).where(eq(refreshTokens.familyId, familyId));
    }),
});
