/**
 * Opens a data directory in a process of its own, on built output, for tests that kill it.
 * `hold` opens it and waits; `write` commits rows for ever, telling the number of each after its commit.
 */
import { users } from '../dist/drizzle/schema.js';
import { migrate } from '../dist/drizzle/connection/migrate.js';
import { openPglite } from '../dist/pglite/open-pglite.js';

const [, , what, dataDir] = process.argv;
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
try {
  const { db } = await openPglite({ dataDir });
  await migrate(db);
  say({ opened: process.pid });
  const rows = what === 'write' ? Infinity : 0;
  for (let number = 0; number < rows; number += 1) {
    await db.insert(users).values({
      id: `019a9d2e-0000-7000-8000-${String(number).padStart(12, '0')}`,
      email: `${number}@shop.example`,
      name: 'Ada',
      role: 'customer',
      segment: 'regular',
      passwordHash: 'hash',
      createdAt: '2026-11-21T12:00:00.000Z',
    });
    say({ committed: number });
  }
  setInterval(() => undefined, 60_000);
} catch (error) {
  say({ refused: error.name, pid: error.pid, message: error.message });
  process.exit(1);
}
