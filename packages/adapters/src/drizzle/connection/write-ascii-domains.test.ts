import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testedDatabases, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { users } from '../schema.js';
import { writeAsciiDomains } from './write-ascii-domains.js';

describe.each(testedDatabases)('%s', (_name, open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => database.close());

  it('finds accounts of earlier versions by the ASCII form of their domain, and leaves a second one of a mailbox', async () => {
    const { db } = database;
    const emails = ['ada@münchen.example', 'bob@xn--mnchen-3ya.example', 'bob@münchen.example', 'zoë@shop.example'];
    for (const email of emails) {
      await db.execute(sql`insert into users (id, email, name, role, password_hash, created_at)
        values (gen_random_uuid(), ${email}, 'Ada', 'customer', 'hash', now())`);
    }
    await writeAsciiDomains(db);
    await writeAsciiDomains(db);
    const stored = (await db.select({ email: users.email }).from(users)).map(({ email }) => email);
    expect(stored.sort()).toEqual([
      'ada@xn--mnchen-3ya.example',
      'bob@münchen.example',
      'bob@xn--mnchen-3ya.example',
      'zoë@shop.example',
    ]);
  });
});
