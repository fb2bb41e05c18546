import type { HandledMessage, Inbox } from '@cartwright/application';
import { sql } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { preparedOnce } from '../connection/prepared-statement.js';
import { inbox } from '../schema.js';
import { query } from '../connection/try-query.js';

/** Messages that were dealt with, in the table `inbox`. */
export const makeDrizzleInbox = (tx: Database): Inbox => ({
  seen: (messageId, handler) =>
    query(async () => {
      const [isSeen] = await seenAmong(tx, [{ messageId, handler }]);
      return isSeen === true;
    }),
});

const seenMessages = preparedOnce((db) =>
  db
    .select({ messageId: sql<string>`asked."messageId"`, handler: sql<string>`asked.handler` })
    .from(
      sql`jsonb_to_recordset(${sql.placeholder('asked')}::jsonb) as asked ("messageId" text, handler text)
        cross join lateral (
          select from ${inbox} where ${inbox.messageId} = asked."messageId" and ${inbox.handler} = asked.handler offset 0
        ) as seen`,
    )
    .prepare('seen_messages'),
);

/** Whether each was accepted. One parameter, so that any number of them is one prepared statement. */
export async function seenAmong(db: Database, messages: readonly HandledMessage[]): Promise<readonly boolean[]> {
  const rows = await seenMessages(db).execute({ asked: JSON.stringify(messages) });
  const seen = new Set(rows.map(nameOf));
  return messages.map((message) => seen.has(nameOf(message)));
}

const nameOf = ({ messageId, handler }: HandledMessage): string => JSON.stringify([messageId, handler]);
