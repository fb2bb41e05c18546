import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { endWithThisProcess } from '../end-with-this-process.js';
import { freeLoopbackPort } from '../free-loopback-port.js';
import { binariesOpenTo, directoryOpenTo, startServer, unprivilegedOwner, type Owner } from '../start-postgres.js';

const run = promisify(execFile);

/** A streaming replica of a PostgreSQL that `startPostgres` has started. */
export type RunningReplica = {
  readonly url: string;
  /** Lags from now on: what the primary commits arrives and does not show. */
  readonly pause: () => Promise<void>;
  readonly resume: () => Promise<void>;
  /** Is gone from now on, until `start`. */
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/**
 * Copies the files of a running primary, as `pg_basebackup` does, and starts a hot standby on them.
 *
 * @example
 * const primary = await startPostgres({ settings: { wal_keep_size: '1GB' } });
 * const replica = await startReplica(primary.url);
 */
export async function startReplica(primaryUrl: string): Promise<RunningReplica> {
  const owner = await unprivilegedOwner();
  const directory = await mkdtemp(join(await directoryOpenTo(owner), 'cartwright-replica-'));
  if (owner !== undefined) await chown(directory, owner.uid, owner.gid);
  const data = join(directory, 'data');
  const as = { ...owner, cwd: directory, env: { LC_ALL: 'C', TZ: 'UTC' } };
  await copyPrimary(primaryUrl, data, owner);

  const binaries = await binariesOpenTo(owner, directory);
  const port = await freeLoopbackPort();
  const { port: primaryPort } = new URL(primaryUrl);
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    fsync: 'off',
    hot_standby: 'on',
    primary_conninfo: `host=127.0.0.1 port=${primaryPort} user=postgres`,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const start = async () => {
    const server = await startServer(join(binaries, 'postgres'), ['-D', data, ...flags], as);
    return { ...server, callOff: endWithThisProcess(server.pid, directory) };
  };
  let server: Awaited<ReturnType<typeof start>> | undefined = await start();
  const kill = async (): Promise<void> => {
    if (server === undefined) return;
    const { pid, exited, callOff } = server;
    server = undefined;
    process.kill(pid, 'SIGQUIT');
    await exited;
    callOff();
  };
  const url = primaryUrl.replace(`:${primaryPort}/`, `:${port}/`);
  const execute = async (statement: string): Promise<void> => {
    const sql = postgres(url, { max: 1 });
    await sql.unsafe(statement);
    await sql.end();
  };
  return {
    url,
    pause: async () => execute('select pg_wal_replay_pause()'),
    resume: async () => execute('select pg_wal_replay_resume()'),
    kill,
    start: async () => {
      server = await start();
    },
    stop: async () => {
      await kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The backup functions belong to one session (PostgreSQL, "Making a Base Backup Using the Low Level API"). */
async function copyPrimary(primaryUrl: string, data: string, owner: Owner | undefined): Promise<void> {
  const sql = postgres(primaryUrl, { max: 1, onnotice: () => undefined });
  const [place] = await sql`show data_directory`;
  await sql`select pg_backup_start('replica', true)`;
  await run('cp', ['-a', String(place?.['data_directory']), data]);
  const [backup] = await sql`select labelfile from pg_backup_stop(false)`;
  await sql.end();
  await Promise.all(['postmaster.pid', 'postmaster.opts'].map(async (name) => rm(join(data, name), { force: true })));
  const files = { backup_label: String(backup?.['labelfile']), 'standby.signal': '' };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(data, name), content);
    if (owner !== undefined) await chown(join(data, name), owner.uid, owner.gid);
  }
}
