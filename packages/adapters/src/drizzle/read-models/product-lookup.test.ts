import type { CatalogueReader, Change, UnitOfWork } from '@cartwright/application';
import {
  ensureCategory,
  freshId,
  noon,
  sampleProduct,
  sampleVariant,
  saveProduct,
  valueOf,
} from '@cartwright/application/contracts/sample-shop';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  testedDatabases,
  emptyAllTables,
  openTestPostgres,
  type TestDatabase,
} from '../../../testing/drizzle-databases.js';
import { makeResponseCache } from '../../fastify/response-cache/response-cache.js';
import { makeSequentialIds } from '../../in-memory/sequential-ids.js';
import { openPostgres } from '../../postgres/open-postgres.js';
import { makeDrizzleCatalogueReader } from './catalogue-reader.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

const storeCurrency = 'USD';
const found = async (reader: CatalogueReader, idOrSlug = 'mug') => valueOf(await reader.product(idOrSlug));

/** A change that reserves or releases units of a variant. */
const moving = (type: 'reserve' | 'release', variantId: string, quantity: number): Change => ({
  stock: { type, lines: [{ variantId, quantity }], reason: 'a test', orderId: freshId(), at: noon },
});

describe.each(testedDatabases)('a product, on %s', (_name, openDatabase) => {
  let database: TestDatabase;
  let unitOfWork: UnitOfWork;
  let reader: CatalogueReader;
  beforeAll(async () => {
    database = await openDatabase();
  });
  afterAll(async () => database.close());
  beforeEach(async () => {
    const { db } = database;
    await emptyAllTables(db);
    unitOfWork = makeDrizzleUnitOfWork({ db, ids: makeSequentialIds(), storeCurrency });
    reader = makeDrizzleCatalogueReader({ db, storeCurrency });
  });

  /** A mug in one category. */
  async function savedMug(units = 10) {
    const kitchen = await ensureCategory(unitOfWork, 'Kitchen');
    const draft = sampleProduct({
      slug: 'mug',
      name: 'Mug',
      categoryIds: [kitchen],
      variants: [sampleVariant({ stock: units })],
    });
    const {
      productId,
      variants: [variant],
    } = await saveProduct(unitOfWork, draft);
    return { draft, productId, variantId: variant?.variantId ?? '', view: await found(reader) };
  }
  const bothViews = async (productId: string) => {
    const [byId, bySlug] = await Promise.all([found(reader, productId), found(reader)]);
    expect(byId).toStrictEqual(bySlug);
    return bySlug;
  };

  it('runs low after the sale that leaves five, and out after the one that leaves none', async () => {
    const { productId, variantId } = await savedMug();
    const available = [];
    for (const [type, quantity] of [
      ['reserve', 5],
      ['reserve', 5],
      ['release', 10],
    ] as const) {
      valueOf(await unitOfWork.commit(moving(type, variantId, quantity)));
      available.push((await bothViews(productId))?.variants[0]?.available);
    }
    expect(available).toEqual([5, 0, 10]);
  });

  it('is gone once it is no longer active, and there again afterwards', async () => {
    const { draft, productId, view } = await savedMug();
    await saveProduct(unitOfWork, { ...draft, status: 'archived' });
    expect(await bothViews(productId)).toBeUndefined();
    await saveProduct(unitOfWork, draft);
    expect(await bothViews(productId)).toStrictEqual(view);
  });

  it('is found in the same batch as names that no product could have', async () => {
    const { view } = await savedMug();
    const odd = ['\0', '\ud800', '"}]', '\\u0000', 'x'.repeat(5000)];
    const answers = await Promise.all([...odd, 'mug'].map(async (name) => found(reader, name)));
    expect(answers).toEqual([...odd.map(() => undefined), view]);
  });
});

it('a cached response shows what this process has just written, however many read meanwhile', async () => {
  const { db, close } = await openTestPostgres();
  const cache = makeResponseCache();
  const unitOfWork = makeDrizzleUnitOfWork({ db, ids: makeSequentialIds(), storeCurrency, onWritten: cache.clear });
  const reader = makeDrizzleCatalogueReader({ db, storeCurrency });
  const nameOfMug = async () => {
    const { body } = await cache.read('mug', async () => ({
      body: Buffer.from((await found(reader))?.name ?? ''),
      etag: '',
      locale: 'en',
      changesAt: Infinity,
    }));
    return body.toString();
  };
  const draft = sampleProduct({ slug: 'mug', name: '0' });
  await saveProduct(unitOfWork, draft);
  const writing = { committed: 0, isOver: false };
  const write = async (): Promise<void> => {
    for (let version = 1; version <= 25; version += 1) {
      await saveProduct(unitOfWork, { ...draft, name: String(version) });
      writing.committed = version;
    }
    writing.isOver = true;
  };
  const read = async (): Promise<number> => {
    let reads = 0;
    for (; !writing.isOver || reads === 0; reads += 1) {
      const atLeast = writing.committed;
      expect(Number(await nameOfMug())).toBeGreaterThanOrEqual(atLeast);
      await setImmediate();
    }
    return reads;
  };
  await Promise.all([write(), ...Array.from({ length: 8 }, read)]);
  expect(await nameOfMug()).toBe('25');
  await close();
});

it('a product is read by one process as another has just left it, however many read and write', async () => {
  const { db, url, close } = await openTestPostgres();
  const other = openPostgres({ url, maxConnections: 2 });
  const unitOfWork = makeDrizzleUnitOfWork({ db: other.db, ids: makeSequentialIds(), storeCurrency });
  const reader = makeDrizzleCatalogueReader({ db, storeCurrency });
  const draft = sampleProduct({ slug: 'mug', name: '0' });
  await saveProduct(unitOfWork, draft);
  const writing = { committed: 0, isOver: false };
  const write = async (): Promise<void> => {
    for (let version = 1; version <= 100; version += 1) {
      await saveProduct(unitOfWork, { ...draft, name: String(version) });
      writing.committed = version;
    }
    writing.isOver = true;
  };
  const read = async (): Promise<number> => {
    let reads = 0;
    for (; !writing.isOver || reads === 0; reads += 1) {
      const atLeast = writing.committed;
      expect(Number((await found(reader))?.name)).toBeGreaterThanOrEqual(atLeast);
    }
    return reads;
  };
  const [, ...reads] = await Promise.all([write(), ...Array.from({ length: 8 }, read)]);
  expect(Math.min(...reads)).toBeGreaterThan(0);
  expect((await found(reader))?.name).toBe('100');
  await Promise.all([other.close(), close()]);
});
