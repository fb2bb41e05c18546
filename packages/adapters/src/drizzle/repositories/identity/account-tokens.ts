import type { AccountToken, AccountTokens } from '@cartwright/application';
import { and, eq, type InferSelectModel } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { query } from '../../connection/try-query.js';
import { isUuid } from '../../connection/storable-text.js';
import { accountTokens } from '../../schema.js';

/** Mailed links in the table `account_tokens`. */
export const makeDrizzleAccountTokens = (tx: Database): AccountTokens => ({
  add: (token) =>
    query(async () => {
      await tx.insert(accountTokens).values(token);
    }),
  find: (id) =>
    query(async () => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select().from(accountTokens).where(eq(accountTokens.id, id));
      return tokenOf(row);
    }),
  lock: (id) =>
    query(async () => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select().from(accountTokens).where(eq(accountTokens.id, id)).for('update');
      return tokenOf(row);
    }),
  removeOf: (userId, purpose) =>
    query(async () => {
      if (!isUuid(userId)) return;
      await tx.delete(accountTokens).where(and(eq(accountTokens.userId, userId), eq(accountTokens.purpose, purpose)));
    }),
});

function tokenOf(row: InferSelectModel<typeof accountTokens> | undefined): AccountToken | undefined {
  if (row === undefined) return undefined;
  const { userId, ...token } = row;
  return { ...token, ...(userId === null ? {} : { userId }) };
}
