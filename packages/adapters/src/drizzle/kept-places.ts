import { sql, type SQL } from 'drizzle-orm';
import type { Database } from './database.js';
import { preparedOnce } from './prepared-once.js';

/** Runs a statement of several steps with the values of its placeholders; answers the places that the step `kept` tells. */
type KeptPlaces = (db: Database, values: Readonly<Record<string, unknown>>) => Promise<readonly number[]>;

/**
 * Steps that run as one statement, each of which may read those before it. They share a snapshot: a step sees what another
 * one has written only in what that one returns.
 */
export function keepingPlaces(name: string, steps: { readonly [name: string]: SQL; readonly kept: SQL }): KeptPlaces {
  const statement = preparedOnce((db) => {
    const parts = Object.entries(steps).map(([step, its]) => db.$with(step, {}).as(its));
    return db.with(...parts).select({ place: sql<number>`kept.place` }).from(sql`kept`).prepare(name);
  });
  return async (db, values) => (await statement(db).execute(values)).map(({ place }) => place);
}
