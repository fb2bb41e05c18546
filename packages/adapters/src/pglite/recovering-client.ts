import type { PGlite } from '@electric-sql/pglite';
import type { Log } from '@cartwright/application';
import { statfs } from 'node:fs/promises';
import { abandon, DatabaseCrashed, guardAgainstCrash } from './crash-guard.js';

/** Bytes that a disk must have free before PostgreSQL is opened: it writes while it recovers. */
const neededBytes = 4 * 1024 * 1024;
/** Milliseconds between attempts to open it again. Each blocks the process for about a second. */
const pauseMs = 2000;

export async function isDiskFull(directory: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize < neededBytes;
}

/** What Drizzle and `openPglite` use of PGlite. */
export type Client = Pick<PGlite, 'query' | 'exec' | 'transaction' | 'close'>;

type Options = {
  readonly directory: string;
  /** Opens the cluster, also after a crash. */
  readonly open: () => Promise<PGlite>;
  readonly log?: Pick<Log, 'error' | 'info'> | undefined;
};

/**
 * A client that outlives a crash of PostgreSQL, for example on a full disk. Statements fail until the disk has space.
 * Then the cluster is opened again, and recovers each reported commit from its log.
 */
export async function openRecoveringClient({ directory, open, log }: Options): Promise<Client> {
  let hasCrashed = false;
  let notBefore = 0;
  let recovering: Promise<PGlite> | undefined;

  const openGuarded = async (): Promise<PGlite> => {
    const opened = await open();
    hasCrashed = false;
    guardAgainstCrash(opened, (err) => {
      hasCrashed = true;
      log?.error({ err, directory }, 'the embedded database stopped; it is opened again once the disk has space');
    });
    return opened;
  };

  const recover = async (): Promise<PGlite> => {
    if (performance.now() < notBefore || (await isDiskFull(directory))) {
      throw new DatabaseCrashed('the embedded database has stopped, and its disk may be full');
    }
    abandon(current);
    try {
      current = await openGuarded();
      log?.info({ directory }, 'the embedded database is open again');
      return current;
    } catch (error) {
      notBefore = performance.now() + pauseMs;
      log?.error({ err: error, directory }, 'the embedded database could not be opened again');
      throw new DatabaseCrashed('the embedded database could not be opened again', { cause: error });
    }
  };

  const live = async (): Promise<PGlite> => {
    if (!hasCrashed) return current;
    recovering ??= recover().finally(() => {
      recovering = undefined;
    });
    return recovering;
  };

  let current = await openGuarded();
  return {
    query: async <T>(...given: Parameters<PGlite['query']>) => (await live()).query<T>(...given),
    exec: async (...given) => (await live()).exec(...given),
    transaction: async (work) => (await live()).transaction(work),
    close: async () => {
      // A checkpoint on a full disk would crash. Without one, the next start recovers from the log.
      if (hasCrashed || (await isDiskFull(directory))) abandon(current);
      else if (!current.closed) await current.close();
    },
  };
}
