import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testedDatabases, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { auditLog } from '../schema.js';
import { makeDrizzleAuditLog } from './audit-log.js';

describe.each(testedDatabases)('%s', (_name, open) => {
  let database: TestDatabase;
  const id = '019a9d2e-0000-7000-8000-000000000001';
  beforeAll(async () => {
    database = await open();
    const entry = {
      id,
      at: '2026-11-29T12:00:00.000Z',
      action: 'changeUser',
      ip: '203.0.113.7',
      after: { role: 'admin' },
    };
    (await makeDrizzleAuditLog(database.db).add([entry]))._unsafeUnwrap();
  });
  afterAll(async () => database.close());

  it('refuses every update, delete and truncate of the audit log', async () => {
    const { db } = database;
    const attempts = [
      () => db.update(auditLog).set({ action: 'nothing' }).where(eq(auditLog.id, id)),
      () => db.update(auditLog).set({ after: {}, ip: null }).where(eq(auditLog.id, id)),
      () => db.update(auditLog).set({ ip: '203.0.113.9' }).where(eq(auditLog.id, id)),
      () => db.delete(auditLog).where(eq(auditLog.id, id)),
      () => db.execute(sql`truncate audit_log`),
    ];
    for (const attempt of attempts) await expect((async () => attempt())()).rejects.toThrow(/audit_log/u);
    expect(await db.select().from(auditLog)).toMatchObject([{ action: 'changeUser', ip: '203.0.113.7' }]);
  });

  it('lets an erasure clear the address', async () => {
    await database.db.update(auditLog).set({ ip: null });
    expect(await database.db.select().from(auditLog)).toMatchObject([{ ip: null, after: { role: 'admin' } }]);
  });
});
