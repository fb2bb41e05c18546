import type { CatalogueReader, Change, OfferedProduct, UnitOfWork } from '@cartwright/application';
import {
  afterNoon,
  ensureCategory,
  freshId,
  noon,
  sampleProduct,
  sampleVariant,
  saveProduct,
  usd,
  valueOf,
} from '@cartwright/application/contracts/sample-shop';
import { eq } from 'drizzle-orm';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  testedDatabases,
  emptyAllTables,
  openTestPostgres,
  type TestDatabase,
} from '../../../testing/drizzle-databases.js';
import { makeSequentialIds } from '../../in-memory/sequential-ids.js';
import { openPostgres } from '../../postgres/open-postgres.js';
import { makeCatalogueCache } from './catalogue-cache.js';
import { makeDrizzleCatalogueReader } from './catalogue-reader.js';
import type { Database } from '../connection/database.js';
import { products } from '../schema.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

const storeCurrency = 'USD';
const found = async (reader: CatalogueReader, idOrSlug = 'mug') => valueOf(await reader.product(idOrSlug));

/** A change that reserves or releases units of a variant. */
const moving = (type: 'reserve' | 'release', variantId: string, quantity: number): Change => ({
  stock: { type, lines: [{ variantId, quantity }], reason: 'a test', orderId: freshId(), at: noon },
});

describe.each(testedDatabases)('a cached product, on %s', (_name, openDatabase) => {
  let database: TestDatabase;
  let db: Database;
  let unitOfWork: UnitOfWork;
  let reader: CatalogueReader;
  beforeAll(async () => {
    database = await openDatabase();
    db = database.db;
  });
  afterAll(async () => database.close());
  beforeEach(async () => {
    await emptyAllTables(db);
    const cache = makeCatalogueCache<OfferedProduct>();
    unitOfWork = makeDrizzleUnitOfWork({ db, ids: makeSequentialIds(), storeCurrency, onWritten: cache.clear });
    reader = makeDrizzleCatalogueReader({ db, storeCurrency, cache });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A mug in one category, already read by id and by slug. */
  async function mugThatWasRead(units = 10) {
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
    const view = await found(reader);
    expect(await found(reader, productId)).toStrictEqual(view);
    return { draft, kitchen, productId, variantId: variant?.variantId ?? '', view };
  }
  const bothViews = async (productId: string) => {
    const [byId, bySlug] = await Promise.all([found(reader, productId), found(reader)]);
    expect(byId).toStrictEqual(bySlug);
    return bySlug;
  };

  it('is read from the cache until this process writes', async () => {
    const { view, variantId } = await mugThatWasRead();
    expect(await found(reader)).toBe(view);
    valueOf(await unitOfWork.commit(moving('reserve', variantId, 4)));
    const afterwards = await found(reader);
    expect(afterwards).toStrictEqual({ ...view, variants: [{ ...view?.variants[0], available: 6 }] });
    expect(afterwards).not.toBe(view);
  });

  it('runs low after the sale that leaves five, and out after the one that leaves none', async () => {
    const { productId, variantId } = await mugThatWasRead();
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

  it('is new after each save: its words, prices, variants, pictures and categories', async () => {
    const { draft, kitchen, productId } = await mugThatWasRead();
    const garden = await ensureCategory(unitOfWork, 'Garden');
    const [variant = sampleVariant()] = draft.variants;
    const another = sampleVariant({ name: 'Blue' });
    for (const [minute, change] of [
      { name: 'Cup' },
      { description: 'Holds tea.' },
      { images: [{ url: 'https://shop.example/mug.png', alt: 'A mug' }] },
      { variants: [{ ...variant, price: usd(1_999) }] },
      { variants: [variant, another] },
      { categoryIds: [garden, kitchen] },
      { categoryIds: [kitchen] },
      { categoryIds: [] },
    ].entries()) {
      await saveProduct(unitOfWork, { ...draft, ...change }, afterNoon(minute));
      const view = await bothViews(productId);
      expect(view).toStrictEqual(await found(makeDrizzleCatalogueReader({ db, storeCurrency })));
      expect(view?.updatedAt).toBe(afterNoon(minute));
    }
  });

  it('is gone once it is no longer active, and there again afterwards', async () => {
    const { draft, productId, view } = await mugThatWasRead();
    await saveProduct(unitOfWork, { ...draft, status: 'archived' });
    expect(await bothViews(productId)).toBeUndefined();
    await saveProduct(unitOfWork, draft);
    expect(await bothViews(productId)).toStrictEqual(view);
  });

  it('shows what another process wrote after a second at the latest', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    // A value that was stored at 0 never expires: lru-cache takes that for no time at all.
    vi.advanceTimersByTime(1);
    const { view, productId } = await mugThatWasRead();
    await db.update(products).set({ name: 'Cup' }).where(eq(products.id, productId));
    vi.advanceTimersByTime(999);
    expect(await found(reader)).toBe(view);
    vi.advanceTimersByTime(2);
    expect((await found(reader))?.name).toBe('Cup');
  });

  it('is found in the same batch as names that no product could have', async () => {
    const { view } = await mugThatWasRead();
    const odd = ['\0', '\ud800', '"}]', '\\u0000', 'x'.repeat(5000)];
    const answers = await Promise.all([...odd, 'mug'].map(async (name) => found(reader, name)));
    expect(answers).toEqual([...odd.map(() => undefined), view]);
  });
});

it('a product that was read before a write of this process, and arrives after it, is not cached', async () => {
  const cache = makeCatalogueCache<{ readonly name: string }>();
  let finish: (product: { readonly name: string }) => void = () => undefined;
  const slow = cache.read('mug', async () => new Promise((resolve) => (finish = resolve)));
  cache.clear();
  finish({ name: 'before' });
  expect(await slow).toEqual({ name: 'before' });
  expect(await cache.read('mug', async () => ({ name: 'after' }))).toEqual({ name: 'after' });
});

it('a cached product shows what this process has just written, however many read meanwhile', async () => {
  const { db, close } = await openTestPostgres();
  const cache = makeCatalogueCache<OfferedProduct>();
  const unitOfWork = makeDrizzleUnitOfWork({
    db,
    ids: makeSequentialIds(),
    storeCurrency,
    onWritten: cache.clear,
  });
  const reader = makeDrizzleCatalogueReader({ db, storeCurrency, cache });
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
      expect(Number((await found(reader))?.name)).toBeGreaterThanOrEqual(atLeast);
      await setImmediate();
    }
    return reads;
  };
  await Promise.all([write(), ...Array.from({ length: 8 }, read)]);
  expect((await found(reader))?.name).toBe('25');
  await close();
});

it('an uncached product is read by one process as another has just left it, however many read and write', async () => {
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
