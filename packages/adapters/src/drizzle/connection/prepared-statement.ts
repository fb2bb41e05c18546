import type { Database } from './database.js';

/**
 * A statement that is built once for each database instead of at each use: building one takes this process as long as a
 * small one takes PostgreSQL. What differs from use to use is in it as `sql.placeholder(…)`.
 *
 * @example
 * const byIds = preparedOnce((db) => db.select().from(users).where(sql`${users.id} =
 * any(${sql.placeholder('ids')}::uuid[])`).prepare('users_by_id')); const rows = await byIds(db).execute({ ids: '{…}'
 * });
 */
export function preparedOnce<Statement>(build: (db: Database) => Statement): (db: Database) => Statement {
  const built = new WeakMap<Database, Statement>();
  return (db) => {
    const known = built.get(db);
    if (known !== undefined) return known;
    const statement = build(db);
    built.set(db, statement);
    return statement;
  };
}
