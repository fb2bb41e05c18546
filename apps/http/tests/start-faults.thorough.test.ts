import { createFreshDatabase, createMigratedDatabase } from '@cartwright/adapters/testing/fresh-database';
import { startRedis } from '@cartwright/adapters/testing/start-redis';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canMount, mountSmallDisk } from '../testing/small-disk.js';
import { spawnProcess } from '../testing/spawn-process.js';
import { startEmbeddedShop } from '../testing/start-shop.js';

const http = ['apps/http/dist/main.js'];
const embedded = [...http, '--embedded'];
const worker = ['apps/worker/dist/main.js'];
const migration = ['apps/worker/dist/migrate.js'];
/** Nothing listens at port 9. */
const production = {
  DATABASE_URL: 'postgres://shop:hunter2@127.0.0.1:9/shop',
  REDIS_URL: 'redis://:hunter2@127.0.0.1:9',
  JWT_SECRET: 'x'.repeat(32),
  PAYMENTS: 'sandbox',
  SMTP_URL: 'smtp://127.0.0.1:9',
  PORT: '0',
  LOG_LEVEL: 'fatal',
};

/** The sentence of a start that ended with code 1; undefined if it printed more, such as JSON, a stack or a secret. */
async function faultOf(started: ReturnType<typeof spawnProcess>): Promise<string | undefined> {
  const { code } = await started.exited;
  const output = started.output();
  const [heading, sentence, ...rest] = output.trimEnd().split('\n');
  const isPlain = heading === 'Cannot start:' && rest.length === 0 && !output.includes('hunter2');
  return code === 1 && isPlain ? sentence : undefined;
}

describe('a start that fails states one sentence', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cartwright-fault-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const startEmbedded = (settings: Readonly<Record<string, string>> = {}, ...flags: readonly string[]) =>
    spawnProcess([...flags, ...embedded], {
      DATA_DIR: folder,
      DEMO_DATA: 'false',
      PORT: '0',
      LOG_LEVEL: 'fatal',
      ...settings,
    });
  /** Flags that make it another user than root, who may do everything. */
  const asNobody = async (): Promise<readonly string[]> => {
    const path = join(folder, 'nobody.cjs');
    await writeFile(path, 'if (process.getuid() === 0) process.setuid(65534);', { mode: 0o444 });
    return ['--require', path];
  };

  it('about DATA_DIR when a file is in its place', async () => {
    const path = join(folder, 'file');
    await writeFile(path, '');
    expect(await faultOf(startEmbedded({ DATA_DIR: path }))).toMatch(
      `DATA_DIR: ${path} cannot be used: a file is in its place`,
    );
    expect(await faultOf(startEmbedded({ DATA_DIR: join(path, 'data') }))).toMatch(
      /DATA_DIR: .* cannot be used: a file is in its/,
    );
    const env = { ...production, DATA_DIR: path };
    expect(await faultOf(spawnProcess(http, env))).toMatch(`DATA_DIR: ${path} cannot be used: a file is in its place`);
  });

  it('about DATA_DIR where the system makes no directories', async () => {
    expect(await faultOf(startEmbedded({ DATA_DIR: '/proc/cartwright' }))).toMatch(
      'DATA_DIR: /proc/cartwright cannot be used',
    );
  });

  it('about DATA_DIR, or the secret in it, without permission', async () => {
    const nobody = await asNobody();
    await chmod(folder, 0o555);
    expect(await faultOf(startEmbedded({}, ...nobody))).toMatch(
      `DATA_DIR: ${folder} cannot be used: permission denied`,
    );
    await chmod(folder, 0o777);
    const secret = join(folder, 'jwt-secret');
    await mkdir(join(folder, 'database.unfinished'));
    await writeFile(secret, 'x'.repeat(43), { mode: 0o000 });
    expect(await faultOf(startEmbedded({ JWT_SECRET_FILE: secret }, ...nobody))).toMatch(
      `JWT_SECRET_FILE names ${secret}, which cannot be read: permission denied`,
    );
  });

  it.skipIf(!canMount)('about DATA_DIR when the disk is full, and leaves no part of a database on it', async () => {
    const disk = await mountSmallDisk(8);
    try {
      expect(await faultOf(startEmbedded({ DATA_DIR: disk.path }))).toMatch(
        `DATA_DIR: ${disk.path} cannot be used: the disk is full (ENOSPC)`,
      );
      expect((await readdir(disk.path)).filter((name) => name.startsWith('database.unfinished'))).toEqual([]);
    } finally {
      await disk.remove();
    }
  });

  it('about HOST and PORT when another process listens there, or the host is unknown', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = String((other.address() as AddressInfo).port);
    expect(await faultOf(startEmbedded({ PORT: port }))).toMatch(
      `cannot listen on HOST=127.0.0.1 PORT=${port}: another process uses it (EADDRINUSE)`,
    );
    other.close();
    expect(await faultOf(startEmbedded({ HOST: 'nowhere.invalid' }))).toMatch(
      /HOST=nowhere\.invalid PORT=0: .*\(ENOTFOUND\)/,
    );
  });

  it.each([
    ['the API', http],
    ['the worker', worker],
    ['the migration', migration],
  ])('about DATABASE_URL when the database is away, has another name, or rejects the password: %s', async (_, args) => {
    const env = { ...production, DATA_DIR: folder };
    expect(await faultOf(spawnProcess(args, env))).toMatch(
      'DATABASE_URL: the database cannot be used: the connection is refused',
    );
    const database = await createFreshDatabase();
    const missing = new URL(database.url);
    missing.pathname = '/no-such-database';
    expect(await faultOf(spawnProcess(args, { ...env, DATABASE_URL: missing.href }))).toMatch(
      /DATABASE_URL: .* does not exist/,
    );
    await database.drop();
  });

  it('about DATABASE_URL when the database is not migrated', async () => {
    const database = await createFreshDatabase();
    const env = { ...production, DATA_DIR: folder, DATABASE_URL: database.url };
    expect(await faultOf(spawnProcess(http, env))).toMatch('DATABASE_URL: the database is not migrated');
    await database.drop();
  });

  it('about REDIS_URL when the job broker refuses the password', async () => {
    const [database, redis] = await Promise.all([createMigratedDatabase(), startRedis()]);
    const broker = new URL(redis.url);
    const socket = connect(Number(broker.port), broker.hostname);
    socket.write('CONFIG SET requirepass hunter3\r\n');
    await once(socket, 'data');
    socket.destroy();
    broker.password = 'hunter2';
    const env = { ...production, DATA_DIR: folder, DATABASE_URL: database.url, REDIS_URL: broker.href };
    for (const args of [http, worker]) {
      expect(await faultOf(spawnProcess(args, env))).toMatch('REDIS_URL: the job broker cannot be used: WRONGPASS');
    }
    await redis.stop();
    await database.drop();
  });

  it.each([embedded, worker, migration])(
    'about the version of Node, before anything else is read: %s',
    async (...args) => {
      const old = join(folder, 'old.cjs');
      const entry = args.filter((arg) => arg.startsWith('apps/'));
      for (const version of ['18.20.8', '20.18.3']) {
        await writeFile(old, `Object.defineProperty(process.versions, 'node', { value: '${version}' })`);
        const started = spawnProcess(['--require', old, ...entry], { PORT: 'wrong' });
        expect(await faultOf(started)).toMatch(`Node ${version} is too old: install Node 20.19 or newer`);
      }
    },
  );
});

describe('a start after a process that ended in the middle of a write', () => {
  const draft = '.0191d5a0-0000-7000-8000-000000000000.tmp';

  it('removes the half-written mails and files, and nothing else', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'cartwright-drafts-'));
    await (await startEmbeddedShop(dataDir)).stop();
    for (const name of ['mail', 'files/a']) {
      await mkdir(join(dataDir, name), { recursive: true });
      await writeFile(join(dataDir, name, draft), '');
      await writeFile(join(dataDir, name, 'kept'), '');
    }
    const shop = await startEmbeddedShop(dataDir);
    expect(await readdir(join(dataDir, 'mail'))).toEqual(['kept']);
    expect(await readdir(join(dataDir, 'files/a'))).toEqual(['kept']);
    await shop.stop();
    await rm(dataDir, { recursive: true });
  });
});
