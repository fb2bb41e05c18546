import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testedDatabases, type TestDatabase } from '../../testing/drizzle-databases.js';
import { uuidIds } from '../system/uuid-ids.js';
import { loadShopId } from './load-shop-id.js';

describe.each(testedDatabases)('the id of a shop on %s', (_name, open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  it('is made once, by whichever of several first starts is first, and stays', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => loadShopId(database.db, uuidIds)));
    expect(new Set(ids).size).toBe(1);
    expect(await loadShopId(database.db, uuidIds)).toBe(ids[0]);
  });
});
