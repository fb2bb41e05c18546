import type { Inbox } from '@cartwright/application';
import { and, eq } from 'drizzle-orm';
import type { Database } from './database.js';
import { inbox } from './schema.js';
import { queried } from './storage-failures.js';

/** Messages that were dealt with, in the table `inbox`. */
export const makeDrizzleInbox = (tx: Database): Inbox => ({
  accept: (messageId, handler, at) =>
    queried(async () => {
      // Of two at once the second waits here for the first to commit, and then changes nothing.
      const noted = await tx
        .insert(inbox)
        .values({ messageId, handler, acceptedAt: at })
        .onConflictDoNothing()
        .returning({ messageId: inbox.messageId });
      return noted.length > 0;
    }),
  seen: (messageId, handler) =>
    queried(async () => {
      const noted = await tx
        .select({ messageId: inbox.messageId })
        .from(inbox)
        .where(and(eq(inbox.messageId, messageId), eq(inbox.handler, handler)));
      return noted.length > 0;
    }),
});
