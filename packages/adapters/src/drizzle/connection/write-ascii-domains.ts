import { and, eq, ne, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { mailboxes } from '../../system/mailboxes.js';
import { orders, users } from '../schema.js';
import type { Database } from './database.js';

/** An e-mail with an international domain that is written as people read it. */
const isInternational = (column: typeof users.email | typeof orders.email) => sql`${column} ~ '@.*[^[:ascii:]]'`;

/**
 * Earlier versions stored e-mails with international domains as they were given. They are looked up by their ASCII
 * form, so they are written in it once, with the migrations. Of two accounts of one mailbox the second stays as it is.
 */
export async function writeAsciiDomains(tx: Database): Promise<void> {
  const accounts = await tx
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(isInternational(users.email));
  for (const { id, email: stored } of accounts) {
    const email = mailboxes.of(stored);
    const other = alias(users, 'other');
    const isTaken = tx.select({ id: other.id }).from(other).where(eq(other.email, email));
    await tx
      .update(users)
      .set({ email })
      .where(and(eq(users.id, id), ne(users.email, email), notExists(isTaken)));
  }
  const ordered = await tx.selectDistinct({ email: orders.email }).from(orders).where(isInternational(orders.email));
  for (const { email } of ordered) {
    await tx
      .update(orders)
      .set({ email: mailboxes.of(email) })
      .where(eq(orders.email, email));
  }
}
