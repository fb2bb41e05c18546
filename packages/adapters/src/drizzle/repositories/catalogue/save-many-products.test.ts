import type { ManagedProduct, Repositories } from '@cartwright/application';
import { afterNoon, listedInUsd, valueOf } from '@cartwright/application/contracts/sample-shop';
import { managedProduct } from '@cartwright/application/contracts/unit-of-work/catalogue/sample-product';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startStatementCounter, type StatementCounter } from '../../../../testing/count-statements.js';
import { createMigratedDatabase, type FreshDatabase } from '../../../../testing/fresh-database.js';
import { openPostgres, type OpenPostgres } from '../../../postgres/open-postgres.js';
import { uuidIds } from '../../../system/uuid-ids.js';
import { makeDrizzleCatalogueReader } from '../../read-models/catalogue-reader.js';
import { makeDrizzleUnitOfWork } from '../../unit-of-work.js';

let database: FreshDatabase;
let counter: StatementCounter;
let postgres: OpenPostgres;
beforeAll(async () => {
  database = await createMigratedDatabase();
  counter = await startStatementCounter(database.url);
  postgres = openPostgres({ url: counter.url, maxConnections: 1 });
});
afterAll(async () => {
  await postgres.close();
  await counter.close();
  await database.drop();
});

const unitOfWork = () => makeDrizzleUnitOfWork({ db: postgres.db, ids: uuidIds, storeCurrency: 'USD' });
/** Writes products as an import does. */
const saveIn = ({ products }: Repositories, all: readonly ManagedProduct[]) =>
  products.lockAll(all.map(({ id }) => id)).andThen((known) =>
    products.saveAll(
      all.map((product) => {
        const before = known.get(product.id);
        const available = new Map(product.variants.map(({ id }) => [id, 7]));
        return { ...(before === undefined ? {} : { before }), product, available };
      }),
    ),
  );
const saveAll = async (products: readonly ManagedProduct[]): Promise<void> =>
  valueOf(await unitOfWork().run((repositories) => saveIn(repositories, products)));
const found = async (search: string): Promise<readonly string[]> => {
  const reader = makeDrizzleCatalogueReader({ db: postgres.db, storeCurrency: 'USD' });
  const { data } = valueOf(await reader.products({ search }, [], { type: 'page', page: 1, limit: 10 }, listedInUsd));
  return data.map(({ name }) => name);
};

it('writes one product and fifty with as many statements', async () => {
  const many = Array.from({ length: 50 }, () => managedProduct());
  const statements = async (products: readonly ManagedProduct[]) =>
    (await counter.during(() => saveAll(products))).length;
  const one = managedProduct();
  const added = await statements([one]);
  expect(added).toBeGreaterThan(5);
  expect(await statements(many)).toBe(added);
  const changed = (product: ManagedProduct): ManagedProduct => ({ ...product, name: 'Pan', updatedAt: afterNoon(1) });
  expect(await statements(many.map(changed))).toBe(await statements([changed(one)]));
});

it('finds products by what a transaction wrote of them last', async () => {
  const product = managedProduct({ name: 'Copper kettle' });
  const other = managedProduct({ name: 'Wicker basket' });
  valueOf(
    await unitOfWork().run((repositories) =>
      saveIn(repositories, [product, other])
        .andThen(() => saveIn(repositories, [{ ...product, name: 'Marble clock' }]))
        .andThen(() => repositories.products.save({ ...other, name: 'Bamboo tray' }, { initial: new Map() })),
    ),
  );
  expect(await found('kettle')).toEqual([]);
  expect(await found('clock')).toEqual(['Marble clock']);
  expect(await found('basket')).toEqual([]);
  expect(await found('tray')).toEqual(['Bamboo tray']);
});

it('finds no product that an import archives', async () => {
  const product = managedProduct({ name: 'Slate coaster' });
  await saveAll([product]);
  expect(await found('coaster')).toEqual(['Slate coaster']);
  await saveAll([{ ...product, status: 'archived' }]);
  expect(await found('coaster')).toEqual([]);
});
