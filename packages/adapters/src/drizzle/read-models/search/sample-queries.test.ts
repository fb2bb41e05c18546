import type { CatalogueReader } from '@cartwright/application';
import { ensureCategory, listedInUsd, valueOf } from '@cartwright/application/contracts/sample-shop';
import { addProduct } from '@cartwright/application/contracts/unit-of-work/catalogue/sample-product';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, type TestDatabase } from '../../../../testing/drizzle-databases.js';
import { sampleCatalogue } from '../../../../testing/product-search/sample-catalogue.js';
import { sampleQueries } from '../../../../testing/product-search/sample-queries.js';
import { isThorough } from '../../../../testing/thorough.js';
import { uuidIds } from '../../../system/uuid-ids.js';
import { makeDrizzleUnitOfWork } from '../../unit-of-work.js';
import { makeDrizzleCatalogueReader } from '../catalogue-reader.js';

const storeCurrency = 'USD';
const shown = 5;

describe.each(databases.filter(([name]) => isThorough || name === 'PGlite'))('sixty searches, on %s', (_name, open) => {
  let database: TestDatabase;
  let reader: CatalogueReader;
  beforeAll(async () => {
    database = await open();
    const { db } = database;
    const unitOfWork = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency });
    reader = makeDrizzleCatalogueReader({ db, storeCurrency });
    for (const { category, ...product } of sampleCatalogue) {
      const categoryId = await ensureCategory(unitOfWork, ...category);
      await addProduct(unitOfWork, {
        brand: 'Various',
        tags: [],
        translations: {},
        ...product,
        categoryIds: [categoryId],
      });
    }
  });
  afterAll(async () => database.close());

  const first = async (search: string): Promise<readonly string[]> =>
    valueOf(await reader.products({ search }, [], { type: 'page', page: 1, limit: shown }, listedInUsd)).data.map(
      ({ slug }) => slug,
    );

  it.each(Object.entries(sampleQueries))('find %s', async (_class, queries) => {
    const missed: string[] = [];
    for (const { query, expected } of queries) {
      const slugs = await first(query);
      const isFound = expected.length === 0 ? slugs.length === 0 : expected.some((slug) => slugs.includes(slug));
      // What is meant comes before anything else.
      const isBest = slugs.slice(0, expected.length).every((slug) => expected.includes(slug));
      if (!isFound || !isBest) missed.push(`${query}: ${slugs.join(', ')}`);
    }
    expect(missed).toEqual([]);
  });
});
