import type { RefreshToken, Session, SessionRecords } from '@cartwright/application';
import { and, desc, eq, gt, ne, sql, type InferSelectModel } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { knownAddresses, refreshTokens, sessions } from '../../schema.js';
import { isStorable, isUuid } from '../../connection/storable-text.js';
import { query } from '../../connection/try-query.js';

/** Sessions in the table `sessions`, their refresh tokens in `refresh_tokens`. */
export const makeDrizzleSessionRecords = (tx: Database): SessionRecords => ({
  open: (session, token) =>
    query(async () => {
      await tx.insert(sessions).values(session);
      await tx.insert(refreshTokens).values(token);
      await noteAddress(tx, session);
    }),
  extend: (session, token) =>
    query(async () => {
      await renew(tx, session);
      await tx.insert(refreshTokens).values(token);
    }),
  renew: (session) => query(() => renew(tx, session)),
  lockByDigest: (digest) =>
    query(async (): Promise<RefreshToken | undefined> => {
      if (!isStorable(digest)) return undefined;
      const hasDigest = eq(refreshTokens.digest, digest);
      // The session first, as whatever ends it does: two that lock its tokens one by one could wait for each other.
      await tx
        .select({ id: sessions.id })
        .from(sessions)
        .where(sql`${sessions.id} = (select ${refreshTokens.familyId} from ${refreshTokens} where ${hasDigest})`)
        .for('update');
      const [row] = await tx.select().from(refreshTokens).where(hasDigest).for('update');
      if (row === undefined) return undefined;
      const { usedAt, ...token } = row;
      return usedAt === null ? token : { ...token, usedAt };
    }),
  markUsed: (id, at) =>
    query(async () => {
      if (isUuid(id)) await tx.update(refreshTokens).set({ usedAt: at }).where(eq(refreshTokens.id, id));
    }),
  end: (id) =>
    query(async () => {
      if (isUuid(id)) await tx.delete(sessions).where(eq(sessions.id, id));
    }),
  endOf: (userId, except) =>
    query(async () => {
      if (!isUuid(userId)) return;
      const isOther = except !== undefined && isUuid(except) ? ne(sessions.id, except) : undefined;
      await tx.delete(sessions).where(and(eq(sessions.userId, userId), isOther));
    }),
  find: (id) =>
    query(async () => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select().from(sessions).where(eq(sessions.id, id));
      return row === undefined ? undefined : sessionOf(row);
    }),
  ofUser: (userId, now, limit) =>
    query(async () => {
      if (!isUuid(userId)) return [];
      const rows = await tx
        .select()
        .from(sessions)
        .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, now)))
        .orderBy(desc(sessions.lastUsedAt), desc(sessions.id))
        .limit(limit);
      return rows.map(sessionOf);
    }),
  isAddressOfAnybody: (address) =>
    query(async () => {
      if (!isStorable(address)) return false;
      const found = await tx
        .select({ found: sql`1` })
        .from(knownAddresses)
        .where(eq(knownAddresses.address, address))
        .limit(1);
      return found.length > 0;
    }),
  isKnownAddress: (userId, address) =>
    query(async () => {
      if (!isUuid(userId) || !isStorable(address)) return false;
      const isWanted = and(eq(knownAddresses.userId, userId), eq(knownAddresses.address, address));
      return (
        (
          await tx
            .select({ found: sql`1` })
            .from(knownAddresses)
            .where(isWanted)
        ).length > 0
      );
    }),
});

const sessionOf = ({ address, userAgent, ...row }: InferSelectModel<typeof sessions>): Session => ({
  ...row,
  ...(address === null ? {} : { address }),
  ...(userAgent === null ? {} : { userAgent }),
});

async function renew(tx: Database, session: Omit<Session, 'createdAt'>): Promise<void> {
  const { id, lastUsedAt, expiresAt, address = null, userAgent = null } = session;
  const open = await tx
    .update(sessions)
    .set({ lastUsedAt, expiresAt, address, userAgent })
    .where(eq(sessions.id, id))
    .returning({ id: sessions.id });
  if (open.length > 0) await noteAddress(tx, session);
}

async function noteAddress(tx: Database, { userId, address, lastUsedAt }: Omit<Session, 'createdAt'>): Promise<void> {
  if (address === undefined) return;
  await tx
    .insert(knownAddresses)
    .values({ userId, address, lastSeenAt: lastUsedAt })
    .onConflictDoUpdate({ target: [knownAddresses.userId, knownAddresses.address], set: { lastSeenAt: lastUsedAt } });
}
