import { spawn } from 'node:child_process';
import { chown, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownServer } from '../end-with-this-process.js';
import { freeLoopbackPort } from '../free-loopback-port.js';
import { directoryOpenTo, unprivilegedOwner } from '../start-postgres.js';
import { installed } from './installed.js';

/** A PgBouncer of the caller's own, in transaction mode. */
export type RunningPgbouncer = {
  /** As `DATABASE_URL`. */
  readonly url: string;
  readonly stop: () => Promise<void>;
};

/** What the shop sets at the start of a connection, which a pooler in transaction mode cannot keep for it. */
const startupParameters =
  'jit,statement_timeout,lock_timeout,idle_in_transaction_session_timeout,enable_seqscan,enable_hashjoin,' +
  'enable_mergejoin,plan_cache_mode';

/**
 * Pools connections to a PostgreSQL that `startPostgres` has started, as docs/operations/scaling.md recommends.
 *
 * @param connections - to the server, at most
 * @example const pooler = await startPgbouncer(database.url, 5);
 */
export async function startPgbouncer(databaseUrl: string, connections: number): Promise<RunningPgbouncer> {
  const command = installed('pgbouncer');
  if (command === undefined) throw new Error('PgBouncer is not installed');
  const owner = await unprivilegedOwner();
  const directory = await mkdtemp(join(await directoryOpenTo(owner), 'cartwright-pgbouncer-'));
  const port = await freeLoopbackPort();
  const target = new URL(databaseUrl);
  const config = join(directory, 'pgbouncer.ini');
  await writeFile(join(directory, 'users.txt'), '"postgres" ""\n');
  await writeFile(
    config,
    `[databases]
* = host=127.0.0.1 port=${target.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${directory}/users.txt
pool_mode = transaction
default_pool_size = ${connections}
max_client_conn = 500
ignore_startup_parameters = ${startupParameters}
`,
  );
  if (owner !== undefined) {
    for (const path of [directory, config, join(directory, 'users.txt')]) await chown(path, owner.uid, owner.gid);
  }
  const server = spawn(command, [config], { ...owner, cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] });
  const stop = ownServer(server, directory);
  let words = '';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PgBouncer did not start: ${words}`)));
    server.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      words = (words + chunk).slice(-20_000);
      if (/process up/u.test(words)) resolve();
    });
  });
  return {
    url: databaseUrl.replace(`:${target.port}/`, `:${port}/`) + '?prepare=false',
    stop,
  };
}
