import { makeChangeProduct, type UnitOfWork } from '@cartwright/application';
import { noon, saveDraft, saveProduct, sampleProduct, valueOf } from '@cartwright/application/contracts/sample-shop';
import type { TaxZone } from '@cartwright/domain';
import { sql } from 'drizzle-orm';
import { ResultAsync } from 'neverthrow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resultRows } from '../connection/database.js';
import { emptyAllTables, openTestPostgres, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { makeFakeClock } from '../../in-memory/fake-clock.js';
import { uuidIds } from '../../system/uuid-ids.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

const editor = { type: 'user', userId: '00000000-0000-7000-8000-0000000000aa', role: 'editor' } as const;
const german: readonly TaxZone[] = [{ countries: [], prices: 'inclusive', rates: { standard: 190_000 } }];

describe('on PostgreSQL, an editor who changes a product while an import is under way', () => {
  let database: TestDatabase;
  let unitOfWork: UnitOfWork;
  beforeAll(async () => {
    database = await openTestPostgres();
    unitOfWork = makeDrizzleUnitOfWork({ db: database.db, ids: uuidIds, storeCurrency: 'USD' });
  });
  afterAll(async () => database.close());
  beforeEach(async () => emptyAllTables(database.db));

  const countWaits = async (): Promise<number> =>
    database.db.$count(sql`pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);

  /** Resolves once somebody waits for a lock. */
  const somebodyWaits = async (): Promise<void> => {
    while ((await countWaits()) === 0);
  };

  it.each([
    ['without tax rules', undefined],
    ['with tax rules', german],
  ])('does not wait for the import, %s', async (_rules, zones) => {
    if (zones !== undefined) valueOf(await unitOfWork.run(({ pricing }) => pricing.saveTax(zones)));
    const { productId } = await saveProduct(unitOfWork, sampleProduct());
    const htmlSanitizer = { sanitize: (text: string) => text };
    const changeProduct = makeChangeProduct({ unitOfWork, clock: makeFakeClock(), htmlSanitizer });
    // As an import does: the tax rules first, then what it changes.
    const imported = await unitOfWork.run(({ pricing, products }) =>
      pricing
        .lockTaxShared()
        .andThen(() => changeProduct({ productId, patch: { brand: 'Ockham' } }, editor))
        .andThen((changed) => products.lock(productId).map((seen) => [changed.brand, seen?.brand])),
    );
    expect(valueOf(imported)).toEqual(['Ockham', 'Ockham']);
  });

  it('does not wait for other editors and imports that have made products', async () => {
    // The search has their words by now.
    await saveProduct(unitOfWork, sampleProduct());
    let made = 0;
    let commit = (): void => undefined;
    const all = new Promise<void>((resolve) => (commit = resolve));
    // More transactions than the eight rows that counted active products.
    const makers = Array.from({ length: 9 }, async () =>
      unitOfWork.run((repositories) =>
        saveDraft(repositories, sampleProduct(), noon).andThen(() => {
          made += 1;
          return ResultAsync.fromSafePromise(all);
        }),
      ),
    );
    let waits = 0;
    while (made < makers.length && waits === 0) waits = await countWaits();
    commit();
    for (const maker of makers) valueOf(await maker);
    expect(waits).toBe(0);
    const [counted] = resultRows(
      await database.db.execute(sql`select sum(active)::integer as active from product_counts`),
    );
    expect(counted).toEqual({ active: 10 });
  });

  it('keeps the tax rules as they are until both are done', async () => {
    valueOf(await unitOfWork.run(({ pricing }) => pricing.saveTax(german)));
    const order: string[] = [];
    const change = async () => {
      valueOf(await unitOfWork.run(({ pricing }) => pricing.lockTax().andThen(() => pricing.saveTax(undefined))));
      order.push('changed');
    };
    let changing: Promise<void> | undefined;
    const used = await unitOfWork.run(({ pricing }) =>
      pricing.lockTaxShared().andThen(() => {
        changing ??= change();
        return ResultAsync.fromSafePromise(somebodyWaits()).andThen(() => pricing.rules());
      }),
    );
    order.push('used');
    await changing;
    expect([valueOf(used).taxZones, order]).toEqual([german, ['used', 'changed']]);
  });
});
