import { addUser, afterNoon, freshId, noon, valueOf } from '@cartwright/application/contracts/sample-shop';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { testedDatabases, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { makeSequentialIds } from '../../in-memory/sequential-ids.js';
import { users } from '../schema.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';
import { makeDrizzleSessionReader } from './session-reader.js';

describe.each(testedDatabases)('sessions on %s', (_name, open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => database.close());
  afterEach(() => {
    vi.useRealTimers();
  });

  const signedIn = async (): Promise<string> => {
    const unitOfWork = makeDrizzleUnitOfWork({ db: database.db, ids: makeSequentialIds(), storeCurrency: 'USD' });
    const [id, { id: userId }] = [freshId(), await addUser(unitOfWork, { role: 'admin' })];
    const expiresAt = afterNoon(3_600);
    const session = { id, userId, createdAt: noon, lastUsedAt: noon, expiresAt };
    const token = { id, familyId: id, userId, digest: id, expiresAt };
    valueOf(await unitOfWork.run(({ sessions }) => sessions.open(session, token)));
    return id;
  };

  it.each([
    ['deleted', sql`delete from ${users}`, undefined],
    ['demoted', sql`update ${users} set role = 'customer'`, 'customer'],
    ['disabled', sql`update ${users} set disabled_at = now()`, undefined],
  ])('show within a minute that another process has %s the account', async (_what, change, role) => {
    vi.useFakeTimers({ toFake: ['performance'] });
    // The cache takes the instant 0 for none.
    vi.advanceTimersByTime(1);
    const id = await signedIn();
    const reader = makeDrizzleSessionReader({ db: database.db });
    expect(valueOf(await reader.access(id))?.role).toBe('admin');
    await database.db.execute(change);
    expect(valueOf(await reader.access(id))?.role, 'cached, so that a request needs no statement').toBe('admin');
    vi.advanceTimersByTime(30_000);
    expect(valueOf(await reader.access(id))?.role).toBe(role);
  });
});
