import type { ScheduleRecords } from '@cartwright/application';
import { eq, sql } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { schedules } from '../schema.js';
import { tryQuery } from '../connection/try-query.js';

/**
 * The ticks of schedules in the table `schedules`.
 *
 * @example makeDrizzleScheduleRecords({ db })
 */
export const makeDrizzleScheduleRecords = ({ db }: { readonly db: Database }): ScheduleRecords => ({
  lastTick: (name) =>
    tryQuery(async () => {
      const [row] = await db.select().from(schedules).where(eq(schedules.name, name));
      return row?.lastTick;
    }),
  noteTick: (name, at) =>
    tryQuery(async () => {
      await db
        .insert(schedules)
        .values({ name, lastTick: at })
        .onConflictDoUpdate({
          target: schedules.name,
          set: { lastTick: sql`greatest(${schedules.lastTick}, excluded.last_tick)` },
        });
    }),
});
