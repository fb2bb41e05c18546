/**
 * What group commit adds to the contract of a unit of work's `commit`: batches, and what one change does to the others.
 */
import type { Change } from '@cartwright/application';
import { paid, sampleOrder } from '@cartwright/application/contracts/sample-order';
import {
  afterNoon,
  errorsOf,
  freshId,
  noon,
  saveVariant,
  valueOf,
} from '@cartwright/application/contracts/sample-shop';
import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startStatementCounter } from '../../../testing/count-statements.js';
import {
  testedDatabases,
  emptyAllTables,
  openTestPostgres,
  type TestDatabase,
} from '../../../testing/drizzle-databases.js';
import { makeSequentialIds } from '../../in-memory/sequential-ids.js';
import { openPostgres } from '../../postgres/open-postgres.js';
import { uuidIds } from '../../system/uuid-ids.js';
import type { Database } from '../connection/database.js';
import { orders } from '../schema.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';
import { makeCommitChanges } from './commit-changes.js';

const completing = (key = freshId(), expiresAt = afterNoon(60)): Change => ({
  request: { type: 'complete', request: { caller: 'ada', key, fingerprint: 'f' }, outcome: '{}', expiresAt },
});
const messageOf = (messageId = freshId()): Change => ({ message: { messageId, handler: 'mail', at: noon } });
const many = (count: number, make: () => Change) => Array.from({ length: count }, () => make());

describe.each(testedDatabases)('on %s', (_name, open) => {
  let database: TestDatabase;
  let unitOfWork: ReturnType<typeof makeDrizzleUnitOfWork>;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => database.close());
  beforeEach(async () => {
    await emptyAllTables(database.db);
    unitOfWork = makeDrizzleUnitOfWork({ db: database.db, ids: makeSequentialIds(), storeCurrency: 'USD' });
  });

  it('fills the same columns of an order whether it is placed or changed, in a transaction or not', async () => {
    const { db } = database;
    const lines = [
      { variantId: await saveVariant(unitOfWork), quantity: 1 },
      { variantId: await saveVariant(unitOfWork, { digital: true }), quantity: 1 },
    ];
    const delivery = { name: 'Post', days: { min: 1, max: 2 } };
    const pending = await sampleOrder(unitOfWork, { lines, customerId: freshId(), delivery });
    const twin = () => ({ ...pending, id: freshId(), number: freshId() });
    const columnsOf = async (id: string) => {
      const [row] = await db.select().from(orders).where(eq(orders.id, id));
      return { ...row, id: '', number: '', version: 0, document: undefined };
    };

    const placed = paid(twin());
    valueOf(await unitOfWork.commit({ order: { type: 'place', order: placed } }));
    const changed = twin();
    valueOf(await unitOfWork.commit({ order: { type: 'place', order: changed } }));
    valueOf(await unitOfWork.commit({ order: { type: 'change', order: paid(changed), version: 1 } }));

    const columns = await columnsOf(placed.id);
    expect(await columnsOf(changed.id)).toStrictEqual(columns);
    expect(columns).toMatchObject({
      status: 'paid',
      estimatedArrival: afterNoon(2 * 86_400),
      digitalDeliveredAt: afterNoon(0),
    });
  });

  it('a change that cannot be written fails none of those in its batch', async () => {
    const commit = makeCommitChanges({ db: database.db, ids: uuidIds });
    const [first, broken, last] = ['first', 'broken', 'last'];
    const results = await Promise.allSettled([
      commit(completing(first)),
      commit(completing(broken, 'never')),
      commit(completing(last)),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const known = [first, broken, last].map(async (key) =>
      valueOf(
        await unitOfWork.read(({ idempotency }) =>
          idempotency.isKnown({ caller: 'ada', key: key ?? '', fingerprint: 'f' }),
        ),
      ),
    );
    expect(await Promise.all(known)).toEqual([true, false, true]);
  });

  it('a message that cannot be written is not taken for one that was noted before', async () => {
    const commit = makeCommitChanges({ db: database.db, ids: uuidIds });
    const broken: Change = { message: { messageId: freshId(), handler: 'mail', at: 'never' } };
    const commitAlone = async () => commit(broken);
    await expect(commitAlone()).rejects.toThrow('Failed query');
    const [, beside] = await Promise.allSettled([commit(messageOf()), commit(broken)]);
    expect(beside).toMatchObject({ status: 'rejected', reason: { message: expect.stringMatching(/^Failed query/u) } });
  });

  it('a change that cannot be written, and is the only one of its batch, is a defect', async () => {
    const commit = async () => unitOfWork.commit(completing('broken', 'never'));
    await expect(commit()).rejects.toThrow('Failed query');
  });

  it('changes of any number are committed, whatever other kinds come with them', async () => {
    const messages = many(80, messageOf);
    const changes = many(80, completing).flatMap((completion, at) => [completion, ...messages.slice(at, at + 1)]);
    expect(errorsOf(await Promise.all(changes.map((change) => unitOfWork.commit(change))))).toEqual([]);
  });
});

it('concurrent changes of a kind share statements, and need no transaction', async () => {
  const { url, close } = await openTestPostgres();
  const counter = await startStatementCounter(url);
  const pool = openPostgres({ url: counter.url, maxConnections: 10 });
  const commit = makeCommitChanges({ db: pool.db, ids: uuidIds });
  const commitAll = async (changes: readonly Change[]) =>
    expect(errorsOf(await Promise.all(changes.map((change) => commit(change))))).toEqual([]);
  // 32 of a kind are one statement.
  expect(await counter.during(() => commitAll(many(32, completing)))).toHaveLength(1);
  expect(await counter.during(() => commitAll([...many(40, completing), ...many(8, messageOf)]))).toHaveLength(3);
  expect(await counter.during(() => commitAll([completing()]))).toHaveLength(1);
  await pool.close();
  await counter.close();
  await close();
});

/** A client of PostgreSQL each of whose statements fails with the next of these codes. */
function failing(...codes: readonly string[]) {
  let tries = 0;
  const refuse = async () => {
    throw Object.assign(new Error('refused'), { code: codes[tries++] });
  };
  const client = { unsafe: () => ({ values: refuse }), options: { parsers: {}, serializers: {} } };
  const db = drizzle(client as unknown as Sql) as unknown as Database;
  return { commit: makeCommitChanges({ db, ids: makeSequentialIds() }), tries: () => tries };
}
const typesOf = (results: readonly Awaited<ReturnType<ReturnType<typeof failing>['commit']>>[]) =>
  results.map((result) => result._unsafeUnwrapErr().type);

it('an outage is waited for once, not once for each change of a batch that has conflicted', async () => {
  const { commit, tries } = failing('22012', 'ECONNREFUSED', 'ECONNREFUSED', 'ECONNREFUSED', 'ECONNREFUSED');
  const results = await Promise.all(many(5, completing).map((change) => commit(change)));
  expect(typesOf(results)).toEqual(Array.from({ length: 5 }, () => 'storage.unavailable'));
  expect(tries()).toBe(2);
});

it('an outage of a batch is one of all its changes', async () => {
  const { commit, tries } = failing('ECONNREFUSED');
  const results = await Promise.all(many(3, completing).map((change) => commit(change)));
  expect(typesOf(results)).toEqual(['storage.unavailable', 'storage.unavailable', 'storage.unavailable']);
  expect(tries()).toBe(1);
});

it('a batch that ends as the victim of a deadlock is written again, five times at most', async () => {
  const once = failing('40P01', '22012');
  expect(typesOf([await once.commit(completing())])).toEqual(['concurrency.conflict']);
  expect(once.tries()).toBe(2);
  const always = failing('40P01', '40P01', '40001', '40P01', '40P01');
  expect(typesOf([await always.commit(messageOf())])).toEqual(['storage.unavailable']);
  expect(always.tries()).toBe(5);
});
