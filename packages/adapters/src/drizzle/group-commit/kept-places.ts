import { sql, type SQL } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { preparedOnce } from '../connection/prepared-statement.js';

/**
 * Runs a statement of several steps with the rows of each of its placeholders, which are sent as JSON: so any number of them is one
 * prepared statement. Answers the places that the step `kept` tells.
 */
type KeptPlaces = (db: Database, rows: Readonly<Record<string, readonly object[]>>) => Promise<readonly number[]>;

/**
 * Steps that run as one statement, each of which may read those before it. They share a snapshot: a step sees what another
 * one has written only in what that one returns.
 *
 * Steps go through each other's rows again and again, so those are to be narrow: what may be long, such as an order of hundreds of lines,
 * has a placeholder of its own, and the step that writes it takes it by its place (`${sql.placeholder('documents')}::jsonb -> asked.place`).
 */
export function keepingPlaces(name: string, steps: { readonly [name: string]: SQL; readonly kept: SQL }): KeptPlaces {
  const statement = preparedOnce((db) => {
    const parts = Object.entries(steps).map(([step, its]) => db.$with(step, {}).as(its));
    return db
      .with(...parts)
      .select({ place: sql<number>`kept.place` })
      .from(sql`kept`)
      .prepare(name);
  });
  return async (db, rows) => {
    const values = Object.fromEntries(
      Object.entries(rows).map(([placeholder, its]) => [placeholder, JSON.stringify(its)]),
    );
    return (await statement(db).execute(values)).map(({ place }) => place);
  };
}
