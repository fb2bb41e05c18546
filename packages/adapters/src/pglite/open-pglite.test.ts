import { count } from 'drizzle-orm';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../drizzle/connection/migrate.js';
import { users } from '../drizzle/schema.js';
import { DataDirectoryInUse } from './directory-lock.js';
import { openPglite } from './open-pglite.js';

type Told = {
  readonly opened?: number;
  readonly committed?: number;
  readonly refused?: string;
  readonly pid?: number;
  readonly message?: string;
};

const program = fileURLToPath(new URL('../../testing/pglite-process.mjs', import.meta.url));

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

  /** Another process, on built output; `next` answers what it tells next. */
  const start = (what: 'hold' | 'write') => {
    const child = spawn(process.execPath, [program, what, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<Told> => {
      const { value, done } = await lines.next();
      return done === true ? {} : (JSON.parse(value) as Told);
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
    const { child, next } = start('write');
    await next();
    let committed = -1;
    while (committed < 25) committed = (await next()).committed ?? committed;
    await end(child, 'SIGKILL');
    for (let told = await next(); told.committed !== undefined; told = await next()) committed = told.committed;

    const { db, close } = await openPglite({ dataDir });
    const [row] = await db.select({ users: count() }).from(users);
    await close();
    expect(row?.users).toBeGreaterThanOrEqual(committed + 1);
  });

  it('is refused to a second process, which is told whose it is', async () => {
    const first = start('hold');
    await first.next();
    const second = await start('hold').next();
    expect(second).toMatchObject({ refused: 'DataDirectoryInUse', pid: first.child.pid });
    expect(second.message).toContain(`process ${first.child.pid}`);
  });

  it('is refused to a second opening in the same process', async () => {
    const { close } = await openPglite({ dataDir });
    await expect(openPglite({ dataDir })).rejects.toBeInstanceOf(DataDirectoryInUse);
    await close();
    await (await openPglite({ dataDir })).close();
  });

  it('is still refused while its process is stopped', async () => {
    const first = start('hold');
    await first.next();
    first.child.kill('SIGSTOP');
    expect(await start('hold').next()).toMatchObject({ refused: 'DataDirectoryInUse' });
  });

  it('is taken over from a process that was killed, whoever has its pid by now', async () => {
    const first = start('hold');
    await first.next();
    await end(first.child, 'SIGKILL');
    // As after a restart in a container, where the new process has the pid of the dead one.
    const lock = join(dataDir, (await readdir(dataDir)).find((name) => /^database\.lock\.\d+$/u.test(name)) ?? '');
    const left = JSON.parse(await readFile(lock, 'utf8')) as object;
    await writeFile(lock, JSON.stringify({ ...left, pid: process.pid }));
    const { db, close } = await openPglite({ dataDir });
    expect(await db.select().from(users)).toEqual([]);
    await close();
  });

  it('goes to one of many that take it over at once', async () => {
    const first = start('hold');
    await first.next();
    await end(first.child, 'SIGKILL');
    const told = await Promise.all([start('hold'), start('hold'), start('hold')].map(async ({ next }) => next()));
    expect(told.filter(({ opened }) => opened !== undefined)).toHaveLength(1);
    expect(told.filter(({ refused }) => refused === 'DataDirectoryInUse')).toHaveLength(2);
  });

  it('is made anew when its first opening was cut short', async () => {
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
