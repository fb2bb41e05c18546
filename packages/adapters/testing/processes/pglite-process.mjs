/**
 * Opens a data directory in its own process, on built output, and commits rows until it is killed. Writes the number of
 * each row as a line of JSON after its commit.
 */
import { users } from '../../dist/drizzle/schema.js';
import { migrate } from '../../dist/drizzle/connection/migrate.js';
import { openPglite } from '../../dist/pglite/open-pglite.js';

const report = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const { db } = await openPglite({ dataDir: process.argv[2] });
await migrate(db);
report({ opened: process.pid });
for (let number = 0; ; number += 1) {
  await db.insert(users).values({
    id: `019a9d2e-0000-7000-8000-${String(number).padStart(12, '0')}`,
    email: `${number}@shop.example`,
    name: 'Ada',
    role: 'customer',
    passwordHash: 'hash',
    createdAt: '2026-11-21T12:00:00.000Z',
  });
  report({ committed: number });
}
