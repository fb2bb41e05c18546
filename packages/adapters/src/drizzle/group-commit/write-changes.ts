import type { Ids } from '@cartwright/application';
import { sql } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { preparedOnce } from '../connection/prepared-statement.js';
import { hasCode } from '../connection/storage-failures.js';
import type { WriteStep } from './write-step.js';

/** Writes a batch of changes as a whole, or throws and writes nothing. */
export type WriteChanges<Change> = (db: Database, batch: readonly Change[], ids: Ids) => Promise<void>;

/**
 * Makes one statement of the steps that a batch needs: one round trip, one commit, no open transaction. Its last part
 * divides by zero, which undoes everything, unless each guarded step wrote all of its rows.
 *
 * One statement a transaction step, pipelined in one transaction, is the plain way; it reached 0.87 of the rate
 * with one buyer and 0.88 with 64 (docs/adr/0033).
 */
export function makeWriteChanges<Change>(name: string, steps: readonly WriteStep<Change>[]): WriteChanges<Change> {
  const statements = new Map<string, ReturnType<typeof statementOf<Change>>>();
  return async (db, batch, ids) => {
    const used = steps.map((step) => ({ step, rows: step.rows(batch, ids) })).filter(({ rows }) => rows.length > 0);
    if (used.length === 0) return;
    const names = used.map(({ step }) => step.name).join(' ');
    const statement =
      statements.get(names) ??
      statementOf(
        `${name} ${names}`,
        used.map(({ step }) => step),
      );
    statements.set(names, statement);
    const parameters = Object.fromEntries(used.map(({ step, rows }) => [step.name, JSON.stringify(rows)]));
    const expected = JSON.stringify(Object.fromEntries(used.map(({ step, rows }) => [step.name, rows.length])));
    await statement(db).execute({ ...parameters, expected });
  };
}

const statementOf = <Change>(name: string, steps: readonly WriteStep<Change>[]) =>
  preparedOnce((db) => {
    const parts = steps.map((step) => db.$with(step.name, {}).as(step.statement(sql`${sql.placeholder(step.name)}`)));
    // Counting what a step has written runs it, so the steps run in their order, and take their locks in it.
    const isWhole = steps.map(({ name: step, isGuarded }) => {
      const written = sql`(select count(*) from ${sql.identifier(step)})`;
      return isGuarded
        ? sql`${written} = (expected.counts ->> ${sql.raw(`'${step}'`)})::integer`
        : sql`${written} >= 0`;
    });
    return db
      .with(...parts)
      .select({
        whole: sql<number>`1 / (case when ${sql.join([sql`true`, ...isWhole], sql` and `)} then 1 else 0 end)`,
      })
      .from(sql`(select ${sql.placeholder('expected')}::jsonb as counts) as expected`)
      .prepare(name);
  });

/** Whether the guard's division, a foreign key, a unique key or a check has refused a batch. */
export const isConflict = (error: unknown): boolean => hasCode(error, '22012', '23503', '23505', '23514');
