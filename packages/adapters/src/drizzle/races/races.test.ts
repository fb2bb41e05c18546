/** Long because one database serves every race for stock, for a key and for a message. */
import type { Change, StockDemand, UnitOfWork } from '@cartwright/application';
import {
  availableOf,
  errorsOf,
  freshId,
  noon,
  saveVariant,
  valueOf,
} from '@cartwright/application/contracts/sample-shop';
import { sql } from 'drizzle-orm';
import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  testedDatabases,
  emptyAllTables,
  openTestPostgres,
  type TestDatabase,
} from '../../../testing/drizzle-databases.js';
import { makeFakeClock } from '../../in-memory/fake-clock.js';
import { makeSequentialIds } from '../../in-memory/sequential-ids.js';
import { makeDrizzleOutboxFeed } from '../repositories/outbox-feed.js';
import { outbox, stock } from '../schema.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

/** A change that reserves stock. */
const reserving = (...lines: readonly StockDemand[]): Change => ({
  stock: { type: 'reserve', lines, reason: 'order placed', orderId: freshId(), at: noon },
});
const request = { caller: 'ada', key: 'key-1', fingerprint: 'body-1' };
const expiresAt = '2026-11-22T12:00:00.000Z';
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** A gate that opens once `count` have come to it. */
const meetingOf = (count: number) => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let come = 0;
  return async (): Promise<void> => {
    come += 1;
    if (come >= count) open();
    await opened;
  };
};

describe.each(testedDatabases)('on %s, many at once', (_name, openDatabase) => {
  let database: TestDatabase;
  let unitOfWork: UnitOfWork;
  beforeAll(async () => {
    database = await openDatabase();
  });
  afterAll(async () => database.close());
  beforeEach(async () => {
    await emptyAllTables(database.db);
    unitOfWork = makeDrizzleUnitOfWork({ db: database.db, ids: makeSequentialIds(), storeCurrency: 'USD' });
  });

  it('sell the last unit once to fifty buyers', async () => {
    const variantId = await saveVariant(unitOfWork, { stock: 1 });
    const answers = await Promise.all(times(50, () => unitOfWork.commit(reserving({ variantId, quantity: 1 }))));
    expect(answers.filter((answer) => answer.isOk())).toHaveLength(1);
    expect(new Set(errorsOf(answers).map(({ type }) => type))).toEqual(new Set(['concurrency.conflict']));
    expect(await availableOf(unitOfWork, variantId)).toBe(0);
  });

  it('reserve the same four products in opposite orders without a deadlock', async () => {
    const variants = await Promise.all(times(4, () => saveVariant(unitOfWork, { stock: 1_000 })));
    let attempts = 0;
    const buy = (ids: readonly string[]) =>
      unitOfWork.run((shop) => {
        attempts += 1;
        return shop.commit(reserving(...ids.map((variantId) => ({ variantId, quantity: 1 }))));
      });
    const answers = await Promise.all(times(40, (index) => buy(index % 2 === 0 ? variants : [...variants].reverse())));
    expect(errorsOf(answers)).toEqual([]);
    // Not one was a deadlock's victim that succeeded on its second try.
    expect(attempts).toBe(40);
    for (const variantId of variants) expect(await availableOf(unitOfWork, variantId)).toBe(960);
  });

  it('do the work of one idempotency key once, and never twice', async () => {
    let works = 0;
    const answers = await Promise.all(
      times(20, () =>
        unitOfWork.run(({ idempotency }) =>
          idempotency.claim(request, noon).andThen((claim) => {
            if (claim.type === 'finished') return okAsync(claim.outcome);
            works += 1;
            return idempotency.complete(request, { outcome: '{"order":1}', expiresAt }).map(() => '{"order":1}');
          }),
        ),
      ),
    );
    expect(works).toBe(1);
    expect(new Set(answers.flatMap((answer) => (answer.isOk() ? [answer.value] : [])))).toEqual(
      new Set(['{"order":1}']),
    );
    expect(errorsOf(answers).every(({ type }) => type === 'idempotency.in-progress')).toBe(true);
  });

  it('hand each event to one of two relays', async () => {
    const events = times(
      100,
      (index) => ({ type: 'catalogue.import-requested', importId: String(index), at: noon }) as const,
    );
    valueOf(await unitOfWork.run((shop) => shop.outbox.add(events)));
    const clock = makeFakeClock();
    const relays = times(2, () => makeDrizzleOutboxFeed({ db: database.db, clock }));
    const claimed = (await Promise.all(times(20, (index) => relays[index % 2]?.claim(7, 30_000)))).flatMap((answer) =>
      answer === undefined ? [] : valueOf(answer),
    );
    const rest = valueOf(await makeDrizzleOutboxFeed({ db: database.db, clock }).claim(100, 30_000));
    expect(new Set([...claimed, ...rest].map(({ id }) => id)).size).toBe(100);
    expect(claimed.length + rest.length).toBe(100);
  });

  it('make a category once, whoever asks', async () => {
    const path = ['Home', 'Kitchen', 'Mugs'];
    const answers = await Promise.all(
      times(10, () => unitOfWork.run(({ catalogue }) => catalogue.ensureCategory(path))),
    );
    expect(new Set(answers.map(valueOf)).size).toBe(1);
  });

  it('undo what was written before an Err, and before a throw', async () => {
    const variantId = await saveVariant(unitOfWork, { stock: 5 });
    const take = { variantId, quantity: 1 };
    const refused = await unitOfWork.run((shop) => shop.commit(reserving(take)).andThen(() => errAsync('no' as const)));
    expect(errorsOf([refused])).toEqual(['no']);
    const broken = unitOfWork.run((shop) =>
      shop.commit(reserving(take)).map(() => {
        throw new TypeError('a bug');
      }),
    );
    await expect(broken).rejects.toThrow('a bug');
    expect(await availableOf(unitOfWork, variantId)).toBe(5);
  });

  it('give up a transaction that takes too long, undo it, and let the others go on', async () => {
    const hasty = makeDrizzleUnitOfWork({
      db: database.db,
      ids: makeSequentialIds(),
      storeCurrency: 'USD',
      transactionTimeoutMs: 50,
    });
    const variantId = await saveVariant(unitOfWork, { stock: 5 });
    const stuck = await hasty.run((shop) =>
      shop
        .commit(reserving({ variantId, quantity: 1 }))
        .andThen(() => ResultAsync.fromSafePromise(new Promise<void>(() => undefined))),
    );
    expect(errorsOf([stuck])).toMatchObject([{ type: 'storage.unavailable' }]);
    expect(await availableOf(unitOfWork, variantId)).toBe(5);
  });

  it('never let a transaction that was given up write any more', async () => {
    const hasty = makeDrizzleUnitOfWork({
      db: database.db,
      ids: makeSequentialIds(),
      storeCurrency: 'USD',
      transactionTimeoutMs: 50,
    });
    const variantId = await saveVariant(unitOfWork, { stock: 5 });
    let late: PromiseLike<unknown> | undefined;
    let goOn: () => void = () => undefined;
    const pause = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await hasty.run((shop) => {
      const work = ResultAsync.fromSafePromise(pause).andThen(() => shop.commit(reserving({ variantId, quantity: 1 })));
      late = work.then(
        () => 'written',
        () => 'refused',
      );
      return work;
    });
    goOn();
    expect(await late).toBe('refused');
    expect(await availableOf(unitOfWork, variantId)).toBe(5);
  });

  it('never sell below zero, whatever else writes to the table', async () => {
    const variantId = await saveVariant(unitOfWork, { stock: 1 });
    await expect(database.db.update(stock).set({ available: sql`available - 2` })).rejects.toMatchObject({
      cause: { code: '23514' },
    });
    expect(await availableOf(unitOfWork, variantId)).toBe(1);
  });

  it('keep documents as documents, not as text within JSON', async () => {
    valueOf(
      await unitOfWork.run((shop) =>
        shop.outbox.add([{ type: 'catalogue.import-requested', importId: 'one', at: noon }]),
      ),
    );
    const rows = await database.db
      .select({
        kind: sql<string>`jsonb_typeof(${outbox.event})`,
        importId: sql<string>`${outbox.event} ->> 'importId'`,
      })
      .from(outbox);
    expect(rows).toEqual([{ kind: 'object', importId: 'one' }]);
  });
});

/** PGlite has one session, so two transactions are never under way there. */
describe('on PostgreSQL, two transactions under way', () => {
  let database: TestDatabase;
  let unitOfWork: UnitOfWork;
  beforeAll(async () => {
    database = await openTestPostgres();
  });
  afterAll(async () => database.close());
  beforeEach(async () => {
    await emptyAllTables(database.db);
    unitOfWork = makeDrizzleUnitOfWork({ db: database.db, ids: makeSequentialIds(), storeCurrency: 'USD' });
  });

  it('refuse a key while another transaction has it, without waiting for that one', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const meet = meetingOf(2);
    const first = unitOfWork.run(({ idempotency }) =>
      idempotency.claim(request, noon).andThen(() => ResultAsync.fromSafePromise(meet().then(() => held))),
    );
    await meet();
    const second = await unitOfWork.run(({ idempotency }) => idempotency.claim(request, noon));
    release();
    valueOf(await first);
    expect(errorsOf([second])).toEqual([{ type: 'idempotency.in-progress' }]);
  });

  it('pass over what another relay is just claiming', async () => {
    const events = times(
      4,
      (index) => ({ type: 'catalogue.import-requested', importId: String(index), at: noon }) as const,
    );
    valueOf(await unitOfWork.run((shop) => shop.outbox.add(events)));
    const clock = makeFakeClock();
    await database.db.transaction(async (tx) => {
      const inTransaction = valueOf(await makeDrizzleOutboxFeed({ db: tx, clock }).claim(2, 30_000));
      const meanwhile = valueOf(await makeDrizzleOutboxFeed({ db: database.db, clock }).claim(4, 30_000));
      expect(new Set([...inTransaction, ...meanwhile].map(({ id }) => id)).size).toBe(4);
      expect(meanwhile).toHaveLength(2);
    });
  });

  it('run a deadlock’s victim again as a whole', async () => {
    const [left = '', right = ''] = [
      await saveVariant(unitOfWork, { stock: 9 }),
      await saveVariant(unitOfWork, { stock: 9 }),
    ];
    const meet = meetingOf(2);
    let attempts = 0;
    const takeBoth = (first: string, second: string) =>
      unitOfWork.run((shop) => {
        attempts += 1;
        return shop
          .commit(reserving({ variantId: first, quantity: 1 }))
          .andThen(() => ResultAsync.fromSafePromise(meet()))
          .andThen(() => shop.commit(reserving({ variantId: second, quantity: 1 })));
      });
    const answers = await Promise.all([takeBoth(left, right), takeBoth(right, left)]);
    expect(errorsOf(answers)).toEqual([]);
    expect(attempts).toBeGreaterThan(2);
    expect(await availableOf(unitOfWork, left)).toBe(7);
    expect(await availableOf(unitOfWork, right)).toBe(7);
  });
});
