import type { CatalogueReader, UnitOfWork } from '@cartwright/application';
import {
  afterNoon,
  ensureCategory,
  noon,
  sampleProduct,
  sampleVariant,
  saveProduct,
  usd,
  valueOf,
} from '@cartwright/application/contracts/sample-shop';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  testedDatabases,
  emptyAllTables,
  openTestPostgres,
  type TestDatabase,
} from '../../../testing/drizzle-databases.js';
import { makeSequentialIds } from '../../in-memory/sequential-ids.js';
import { openPostgres } from '../../postgres/open-postgres.js';
import { makeDrizzleCatalogueReader } from './catalogue-reader.js';
import type { Database } from '../connection/database.js';
import { categories, products, stock, variants } from '../schema.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

const storeCurrency = 'USD';
const found = async (reader: CatalogueReader, idOrSlug = 'mug') => valueOf(await reader.product(idOrSlug));

describe.each(testedDatabases)('a product that has been read before, on %s', (_name, openDatabase) => {
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
    unitOfWork = makeDrizzleUnitOfWork({ db, ids: makeSequentialIds(), storeCurrency });
    reader = makeDrizzleCatalogueReader({ db, storeCurrency });
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

  it('is answered as the same object while it is as it was, sales of many left included', async () => {
    const { view, variantId } = await mugThatWasRead();
    expect(await found(reader)).toBe(view);
    await unitOfWork.run((shop) =>
      shop.stock.reserve([{ variantId, quantity: 4 }], { reason: 'order placed', at: noon }),
    );
    expect(await found(reader)).toBe(view);
  });

  it('is told to run low by the sale that leaves five, and to be gone by the one that leaves none', async () => {
    const { productId, variantId } = await mugThatWasRead();
    const told = [];
    for (const quantity of [5, 5]) {
      await unitOfWork.run((shop) =>
        shop.stock.reserve([{ variantId, quantity }], { reason: 'order placed', at: noon }),
      );
      told.push((await bothViews(productId))?.variants[0]?.availability);
    }
    await unitOfWork.run((shop) =>
      shop.stock.release([{ variantId, quantity: 10 }], { reason: 'order cancelled', at: noon }),
    );
    told.push((await bothViews(productId))?.variants[0]?.availability);
    expect(told).toEqual(['low_stock', 'out_of_stock', 'in_stock']);
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

  it('is new after whatever was written around the shop', async () => {
    const { productId, variantId, kitchen } = await mugThatWasRead();
    for (const write of [
      () => db.update(products).set({ images: [] }).where(eq(products.id, productId)),
      () => db.update(variants).set({ price: 5 }).where(eq(variants.id, variantId)),
      () => db.update(categories).set({ name: 'Cooking' }).where(eq(categories.id, kitchen)),
      () => db.delete(stock).where(eq(stock.variantId, variantId)),
      () => db.insert(stock).values({ variantId, available: 0 }),
      () => db.delete(categories).where(eq(categories.id, kitchen)),
      () => db.delete(variants).where(eq(variants.id, variantId)),
      () => db.update(products).set({ slug: 'cup' }).where(eq(products.id, productId)),
    ]) {
      await write();
      for (const name of [productId, 'mug', 'cup']) {
        expect(await found(reader, name)).toStrictEqual(
          await found(makeDrizzleCatalogueReader({ db, storeCurrency }), name),
        );
      }
    }
    expect(await found(reader)).toBeUndefined();
  });

  it('is found by whoever asks at the same time as somebody for a name that none could have', async () => {
    const { view } = await mugThatWasRead();
    const odd = ['\0', '\ud800', '"}]', '\\u0000', 'x'.repeat(5000)];
    const answers = await Promise.all([...odd, 'mug'].map(async (name) => found(reader, name)));
    expect(answers).toEqual([...odd.map(() => undefined), view]);
  });

  it('is read whole again after an hour, whatever its rows say', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { view } = await mugThatWasRead();
    vi.advanceTimersByTime(3_599_999);
    const again = await found(reader);
    expect(again).toBe(view);
    vi.advanceTimersByTime(1);
    const anHourLater = await found(reader);
    expect(anHourLater).toStrictEqual(view);
    expect(anHourLater).not.toBe(view);
  });
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
