import { sql, type SQL } from 'drizzle-orm';
import type { Database } from './database.js';

/**
 * Runs steps as one statement, each of which may read those before it; answers the places that the step `kept` tells.
 * The steps share a snapshot: a step sees what another one has written only in what that one returns.
 */
export async function keptPlaces(db: Database, steps: { readonly [name: string]: SQL; readonly kept: SQL }): Promise<readonly number[]> {
  const parts = Object.entries(steps).map(([name, step]) => db.$with(name, {}).as(step));
  const rows = await db.with(...parts).select({ place: sql<number>`kept.place` }).from(sql`kept`);
  return rows.map(({ place }) => place);
}
