import { count } from 'drizzle-orm';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../drizzle/connection/migrate.js';
import { users } from '../drizzle/schema.js';
import { DataDirectoryInUse } from './directory-lock.js';
import { openPglite } from './open-pglite.js';

/** What the other process reports; empty at its end. */
type Report = { readonly opened?: number; readonly committed?: number };

const program = fileURLToPath(new URL('../../testing/processes/pglite-process.mjs', import.meta.url));

describe('a data directory', () => {
  let dataDir: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'cartwright-pglite-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) await end(child, 'SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Another process, on built output; `next` returns its next report. */
  const startWriting = () => {
    const child = spawn(process.execPath, [program, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<Report> => {
      const { value, done } = await lines.next();
      return done === true ? {} : (JSON.parse(value) as Report);
    };
    return { child, next };
  };

  it('keeps its rows from one opening to the next', async () => {
    const first = await openPglite({ dataDir });
    await migrate(first.db);
    const facts = {
      role: 'customer',
      segment: 'regular',
      passwordHash: 'hash',
      createdAt: '2026-11-21T12:00:00.000Z',
    } as const;
    await first.db.insert(users).values({ id: randomUUID(), email: 'ada@shop.example', name: 'Ada', ...facts });
    await first.close();
    const { db, close } = await openPglite({ dataDir });
    const [row] = await db.select({ users: count() }).from(users);
    await close();
    expect(row?.users).toBe(1);
  });

  it('loses nothing that was committed when its process is killed', async () => {
    const { child, next } = startWriting();
    await next();
    let committed = -1;
    while (committed < 25) committed = (await next()).committed ?? committed;
    await end(child, 'SIGKILL');
    for (let report = await next(); report.committed !== undefined; report = await next()) committed = report.committed;

    const { db, close } = await openPglite({ dataDir });
    const [row] = await db.select({ users: count() }).from(users);
    await close();
    expect(row?.users).toBeGreaterThanOrEqual(committed + 1);
  });

  it('is refused to a second opening in the same process', async () => {
    const { close } = await openPglite({ dataDir });
    await expect(openPglite({ dataDir })).rejects.toBeInstanceOf(DataDirectoryInUse);
    await close();
    await (await openPglite({ dataDir })).close();
  });

  it('is created again after an interrupted first start', async () => {
    await mkdir(join(dataDir, 'database.unfinished', 'base'), { recursive: true });
    const { db, close } = await openPglite({ dataDir });
    await migrate(db);
    await close();
    expect(await readdir(dataDir)).not.toContain('database.unfinished');
  });
});

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}
