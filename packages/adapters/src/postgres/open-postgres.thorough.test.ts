/** Long because every way in which a server can be slow, away or frozen is tested on a real one. */
import { sql } from 'drizzle-orm';
import { ResultAsync } from 'neverthrow';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFreshDatabase, type FreshDatabase } from '../../testing/fresh-database.js';
import { freeLoopbackPort } from '../../testing/free-loopback-port.js';
import { startPostgres, type RunningPostgres } from '../../testing/start-postgres.js';
import { byKey, resultRows, type Database } from '../drizzle/connection/database.js';
import { outageIn } from '../drizzle/connection/storage-failures.js';
import { transact } from '../drizzle/connection/transact.js';
import { openPostgres, type OpenPostgres } from './open-postgres.js';

const unavailable = { type: 'storage.unavailable' };
const closers: (() => Promise<void>)[] = [];
const open = (settings: Parameters<typeof openPostgres>[0]): OpenPostgres => {
  const opened = openPostgres(settings);
  closers.push(opened.close);
  return opened;
};
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const value = async (db: Database, expression: ReturnType<typeof sql>): Promise<unknown> => {
  const [row] = await db.select({ value: sql`${expression}` }).from(sql`(values (1)) as one_row (number)`);
  return row?.value;
};
const outageOf = async (query: Promise<unknown>): Promise<unknown> =>
  query.then(
    () => 'no failure',
    (error: unknown) => outageIn(error) ?? error,
  );

describe('a connection to PostgreSQL', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await createFreshDatabase();
  });
  afterAll(async () => database.drop());

  it('answers a ping', async () => {
    expect((await open({ url: database.url }).ping()).isOk()).toBe(true);
  });

  it('prepares its statements', async () => {
    const { db } = open({ url: database.url, maxConnections: 1 });
    await value(db, sql`${'a'}::text`);
    expect(
      await value(db, sql`(select count(*)::integer from pg_prepared_statements where statement like '%::text%')`),
    ).toBe(1);
  });

  it('finds rows by key through their index and plans that once, even for a table that was vacuumed while it was empty', async () => {
    const { db } = open({ url: database.url, maxConnections: 6 });
    await db.execute(sql`create table shelf (id uuid primary key)`);
    await db.execute(sql`vacuum analyze shelf`);
    const byIds = sql`select shelf.id from shelf where shelf.id = any(${'{}'}::uuid[])`;
    const planOf = async (asked: Database): Promise<string> =>
      resultRows(
        await asked.execute(
          sql`explain select shelf.id from shelf, jsonb_to_recordset('[]') as wanted (id uuid) where shelf.id = wanted.id`,
        ),
      )
        .map((row) => Object.values(row).join(''))
        .join('\n');
    expect(await planOf(db)).toContain('Seq Scan on shelf');
    expect(await planOf(byKey(db))).toMatch(/Index (?:Only )?Scan using shelf_pkey/u);

    for (let times = 0; times < 3; times += 1) await byKey(db).execute(byIds);
    const plans = sql`select generic_plans::integer as planned_once, custom_plans::integer as planned_again from pg_prepared_statements where statement like '%from shelf where%'`;
    expect(resultRows(await byKey(db).execute(plans))).toEqual([{ planned_once: 3, planned_again: 0 }]);
  });

  it.each([1, 5])(
    'sends statements by key over the same connections as all others when it has but %i',
    async (maxConnections) => {
      const { db } = open({ url: database.url, maxConnections });
      expect(byKey(db)).toBe(db);
    },
  );

  it.each([4, 5, 6, 7])(
    'reads by key while two statements by key wait for a lock, with %i connections',
    async (maxConnections) => {
      const { db } = open({ url: database.url, maxConnections });
      const lock = maxConnections;
      const waiting: Promise<unknown>[] = [];
      await db.transaction(async (tx) => {
        await value(tx, sql`pg_advisory_xact_lock(${lock}::integer)`);
        waiting.push(
          value(byKey(db), sql`pg_advisory_xact_lock(${lock}::integer)`),
          value(byKey(db), sql`pg_advisory_xact_lock(${lock}::integer)`),
        );
        const areWaiting = sql`(select count(*)::integer from pg_locks where locktype = 'advisory' and objid = ${lock} and not granted)`;
        await expect.poll(async () => value(tx, areWaiting)).toBe(2);
        expect(await value(byKey(db), sql`1`)).toBe(1);
      });
      await Promise.all(waiting);
    },
  );

  it('ends a statement that takes too long', async () => {
    const { db } = open({ url: database.url, statementTimeoutMs: 50 });
    expect(await outageOf(value(db, sql`pg_sleep(30)`))).toMatchObject(unavailable);
  });

  it('ends a wait for a lock that takes too long, and reports its code', async () => {
    const codes: string[] = [];
    const { db } = open({ url: database.url, lockTimeoutMs: 50, onOutage: (code) => codes.push(code) });
    await db.transaction(async (tx) => {
      await value(tx, sql`pg_advisory_xact_lock(1)`);
      expect(await outageOf(value(db, sql`pg_advisory_lock(1)`))).toMatchObject(unavailable);
      const other = await transact({ db }, (waiting) =>
        ResultAsync.fromSafePromise(value(waiting, sql`pg_advisory_xact_lock(1)`)),
      );
      expect(other._unsafeUnwrapErr()).toMatchObject(unavailable);
    });
    expect(codes).toEqual(['55P03', '55P03']);
  });

  it('returns an outage when all its connections stay busy', async () => {
    const { db } = open({ url: database.url, maxConnections: 1, acquireTimeoutMs: 1500 });
    await db.transaction(async (tx) => {
      await value(tx, sql`1`);
      expect(await outageOf(value(db, sql`1`))).toMatchObject(unavailable);
      const refused = await transact({ db }, (other) => ResultAsync.fromSafePromise(value(other, sql`1`)));
      expect(refused._unsafeUnwrapErr()).toMatchObject(unavailable);
    });
    expect(await value(db, sql`1`)).toBe(1);
  });

  it('returns an outage when its backend is ended by an administrator, and recovers', async () => {
    const { db } = open({ url: database.url, maxConnections: 1 });
    const admin = open({ url: database.url });
    const ended = await transact({ db }, (tx) =>
      ResultAsync.fromSafePromise(
        (async () => {
          const pid = await value(tx, sql`pg_backend_pid()`);
          await value(admin.db, sql`pg_terminate_backend(${pid}::integer, 5000)`);
          return value(tx, sql`1`);
        })(),
      ),
    );
    expect(ended._unsafeUnwrapErr()).toMatchObject(unavailable);
    expect(await value(db, sql`1`)).toBe(1);
  });

  it('returns an outage when its backend ends while the work does something else, and continues', async () => {
    const { db } = open({ url: database.url, maxConnections: 1, idleInTransactionTimeoutMs: 1500 });
    let ended: () => void = () => undefined;
    const backendEnded = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const goneOn: string[] = [];
    const answer = transact({ db }, (tx) =>
      ResultAsync.fromSafePromise(
        (async () => {
          await value(tx, sql`1`);
          await backendEnded;
          goneOn.push(
            await value(tx, sql`1`).then(
              () => 'ran',
              () => 'refused',
            ),
          );
        })(),
      ),
    );
    expect((await answer)._unsafeUnwrapErr()).toMatchObject(unavailable);
    ended();
    expect(await value(db, sql`1`)).toBe(1);
    expect(goneOn).toEqual(['refused']);
  });

  it('throws what is a defect', async () => {
    const { db } = open({ url: database.url });
    expect(await outageOf(value(db, sql`no_such_function()`))).toMatchObject({ cause: { code: '42883' } });
  });
});

describe('a server that is away', () => {
  it('is an outage', async () => {
    const { ping } = open({ url: `postgres://postgres@127.0.0.1:${await freeLoopbackPort()}/postgres` });
    expect((await ping())._unsafeUnwrapErr()).toMatchObject(unavailable);
  });
});

describe('a server that is frozen', () => {
  let server: RunningPostgres;
  let backend: number;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => server.stop());
  const freeze = (pid: number): void => {
    process.kill(pid, 'SIGSTOP');
    closers.push(async () => {
      process.kill(pid, 'SIGCONT');
    });
  };

  it('is given up on a connection that there is, in the middle of a transaction', async () => {
    const { db } = open({ url: server.url, maxConnections: 1, statementTimeoutMs: 100 });
    const answer = await transact({ db }, (tx) =>
      ResultAsync.fromSafePromise(
        (async () => {
          backend = Number(await value(tx, sql`pg_backend_pid()`));
          freeze(backend);
          return value(tx, sql`1`);
        })(),
      ),
    );
    expect(answer._unsafeUnwrapErr()).toMatchObject(unavailable);
  });

  it('is given up while connecting', async () => {
    const { ping } = open({ url: server.url, connectTimeoutMs: 200 });
    freeze(server.pid);
    expect((await ping())._unsafeUnwrapErr()).toMatchObject(unavailable);
  });

  it('fails every statement and transaction within 5 seconds, and serves them once it continues', async () => {
    const { db } = open({ url: server.url, maxConnections: 3 });
    await value(db, sql`1`);
    const children = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').trim().split(' ');
    const pids = [server.pid, ...children.map(Number)];
    const signal = (name: 'SIGSTOP' | 'SIGCONT'): void => {
      for (const pid of pids) if (existsSync(`/proc/${pid}`)) process.kill(pid, name);
    };
    closers.push(async () => signal('SIGCONT'));
    signal('SIGSTOP');
    const timed = async (work: () => Promise<unknown>): Promise<number> => {
      const from = performance.now();
      expect(await work()).toMatchObject(unavailable);
      return performance.now() - from;
    };
    const statement = () => timed(() => outageOf(value(db, sql`1`)));
    const transaction = () =>
      timed(async () =>
        (await transact({ db }, (tx) => ResultAsync.fromSafePromise(value(tx, sql`1`))))._unsafeUnwrapErr(),
      );
    const first = await Promise.all(
      Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? statement() : transaction())),
    );
    expect(Math.max(...first)).toBeLessThan(5000);
    // The server is known to be frozen: nothing waits for the 3.5 seconds again in which that is found out.
    expect(Math.max(await statement(), await transaction())).toBeLessThan(3500);

    signal('SIGCONT');
    await expect.poll(() => value(db, sql`1`).catch(() => 0)).toBe(1);
  });

  it('fails a statement and a transaction soon where one backend is frozen, and others answer', async () => {
    const { db } = open({ url: server.url, maxConnections: 1, statementTimeoutMs: 1500 });
    const { ping } = open({ url: server.url, maxConnections: 1 });
    for (const work of [
      async () => outageOf(value(db, sql`1`)),
      async () => (await transact({ db }, (tx) => ResultAsync.fromSafePromise(value(tx, sql`1`))))._unsafeUnwrapErr(),
    ]) {
      freeze(Number(await value(db, sql`pg_backend_pid()`)));
      const from = performance.now();
      expect(await work()).toMatchObject(unavailable);
      expect(performance.now() - from).toBeLessThan(5000);
      expect((await ping()).isOk()).toBe(true);
      expect(await value(db, sql`1`)).toBe(1);
    }
  });

  it('is distinguished from a server that takes long over one statement', async () => {
    const { db } = open({ url: server.url, maxConnections: 1, frozenAfterMs: 3000 });
    expect(await value(db, sql`pg_sleep(5)::text`)).toBe('');
  });
});
