import postgres from 'postgres';

/**
 * `before`: within its transaction, which is then undone. `after`: as the transaction commits, which nothing stops any
 * more.
 */
export type WriteMoment = 'before' | 'after';
/** A write such as `update orders`, of the processes whose address of the database has this `application_name`. */
export type WriteToStop = { readonly write: string; readonly when: WriteMoment; readonly application?: string };

/** A write that waits. */
export type StoppedWrite = {
  /** Resolves once it is there. @returns the `application_name` of who writes */
  readonly reached: () => Promise<string>;
  /** Undoes a transaction that was stopped before its end, and lets one that was stopped in its commit go through. */
  readonly end: () => Promise<void>;
};

export type WriteStops = {
  /** Stops the next such write of a row. */
  readonly stop: (write: WriteToStop) => Promise<StoppedWrite>;
  readonly sql: postgres.Sql;
  readonly close: () => Promise<void>;
};

/** Of the advisory lock that writes wait for. */
const lockKey = 20_261_121;

/**
 * Lets tests stop the writes to a migrated database at a transaction's one or other side, to end the process that makes
 * them exactly there: triggers on every table wait for a lock that the test holds.
 *
 * @example
 * const stops = await openWriteStops(database.url);
 * const stopped = await stops.stop({ write: 'insert orders', when: 'after', application: 'http' });
 */
export async function openWriteStops(databaseUrl: string): Promise<WriteStops> {
  const sql = postgres(databaseUrl, { max: 4, onnotice: () => undefined });
  await sql.unsafe(`
    CREATE SCHEMA stops;
    CREATE TABLE stops.wanted (write text, moment text, application text);
    CREATE FUNCTION stops.wait() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (
          SELECT FROM stops.wanted
          WHERE write = lower(tg_op) || ' ' || tg_table_name AND moment = tg_argv[0]
            AND application IN ('', current_setting('application_name'))
        ) THEN
          PERFORM pg_advisory_xact_lock_shared(${lockKey});
        END IF;
        RETURN NULL;
      END
    $$;
    DO $$
      DECLARE name text;
      BEGIN
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
          EXECUTE format('CREATE TRIGGER stop_before AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION stops.wait(''before'')', name);
          EXECUTE format('CREATE CONSTRAINT TRIGGER stop_after AFTER INSERT OR UPDATE OR DELETE ON %I DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stops.wait(''after'')', name);
        END LOOP;
      END
    $$;
  `);

  const waiting = () => sql<{ pid: number; application: string }[]>`
    SELECT pid, application_name AS application FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND objid = ${lockKey} AND NOT granted`;

  return {
    sql,
    stop: async ({ write, when, application = '' }) => {
      const holder = await sql.reserve();
      await holder`SELECT pg_advisory_lock(${lockKey})`;
      await sql`INSERT INTO stops.wanted VALUES (${write}, ${when}, ${application})`;
      let dead: string | undefined;
      return {
        reached: async () => {
          for (;;) {
            const [first] = await waiting();
            if (first === undefined) continue;
            dead = first.application;
            return dead;
          }
        },
        end: async () => {
          await sql`DELETE FROM stops.wanted`;
          // Another process may have come to the same write meanwhile: it lives, and goes on.
          const stopped = (await waiting()).filter(({ application: name }) => name === dead).map(({ pid }) => pid);
          if (when === 'before')
            await sql`SELECT pg_terminate_backend(pid) FROM unnest(${stopped}::int[]) AS stopped (pid)`;
          else await holder`SELECT pg_advisory_unlock(${lockKey})`;
          // Its end is over once the connection, which nobody holds any more, is gone.
          while ((await sql`SELECT FROM pg_stat_activity WHERE pid = ANY(${stopped})`).length > 0);
          if (when === 'before') await holder`SELECT pg_advisory_unlock(${lockKey})`;
          holder.release();
        },
      };
    },
    close: () => sql.end(),
  };
}
