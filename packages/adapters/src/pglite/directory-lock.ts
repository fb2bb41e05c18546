import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Another process has the directory open: two at once would lose each other's writes. */
export class DataDirectoryInUse extends Error {
  override readonly name = 'DataDirectoryInUse';
  readonly directory: string;
  /** The process that has it, as that process knows itself. */
  readonly pid: number;
  constructor(directory: string, pid: number) {
    super(
      `The data directory ${directory} is in use by process ${pid}. Stop that one first, or give this one another DATA_DIR.`,
    );
    this.directory = directory;
    this.pid = pid;
  }
}

export type DirectoryLock = { readonly release: () => Promise<void> };

/** `address` is where its owner listens; `released` once it was let go in an orderly way. */
type LockFile = { readonly pid: number; readonly address: string; readonly released: boolean };

/**
 * Locks a directory until `release` or the end of this process.
 *
 * Node has no file locks, and pids are used again. So the owner listens on a socket that its lock file names. The
 * kernel accepts connections while the owner lives, even if it is busy, and refuses them once it is dead.
 *
 * Lock files are numbered, and the newest counts. A dead owner's file is not replaced, because two processes could
 * replace each other's. `link` creates the next number instead, and fails if it exists.
 *
 * @throws DataDirectoryInUse
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const server = createServer((socket) => socket.destroy());
  const address = await listen(server, directory);
  const content: LockFile = { pid: process.pid, address, released: false };
  const draft = join(directory, `database.lock.draft-${randomUUID()}`);
  try {
    await writeFile(draft, JSON.stringify(content));
    const number = await takeNumber(directory, draft);
    return {
      release: async () => {
        // The newest lock file stays, or a finder who is slow could make its successor while another starts from 1.
        await writeFile(pathOf(directory, number), JSON.stringify({ ...content, released: true }));
        await close(server);
      },
    };
  } catch (error) {
    await close(server);
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function takeNumber(directory: string, draft: string): Promise<number> {
  for (;;) {
    const numbers = await numbersIn(directory);
    const newest = numbers.at(-1) ?? 0;
    const owner = newest === 0 ? undefined : await readLock(pathOf(directory, newest));
    if (owner !== undefined && !owner.released && (await isListening(owner.address))) {
      throw new DataDirectoryInUse(resolve(directory), owner.pid);
    }
    try {
      await link(draft, pathOf(directory, newest + 1));
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue; // somebody was faster: look at who it is
      throw error;
    }
    // Somebody may have taken this number, died, been succeeded and cleared away since we looked: only the newest
    // counts.
    if ((await numbersIn(directory)).at(-1) !== newest + 1) {
      await rm(pathOf(directory, newest + 1), { force: true });
      continue;
    }
    await Promise.all(numbers.map(async (number) => rm(pathOf(directory, number), { force: true })));
    if (owner !== undefined && !owner.released) await rm(owner.address, { force: true });
    return newest + 1;
  }
}

const pathOf = (directory: string, number: number): string => join(directory, `database.lock.${number}`);

async function numbersIn(directory: string): Promise<readonly number[]> {
  const names = await readdir(directory);
  return names
    .flatMap((name) => /^database\.lock\.(\d+)$/u.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((left, right) => left - right);
}

/** Lock files appear whole, so one that cannot be read was damaged by a power cut: its owner is gone. */
async function readLock(path: string): Promise<LockFile | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as LockFile;
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Listens in the directory, so that containers that share it can reach it; where that cannot be (a path of more than
 * 100 bytes is too long for a socket, some shared folders take none) among the temporary files.
 */
async function listen(server: Server, directory: string): Promise<string> {
  const name = `cartwright-${randomUUID().slice(0, 8)}.sock`;
  const addresses =
    process.platform === 'win32'
      ? [`\\\\.\\pipe\\${name}`]
      : [join(resolve(directory), name), join(tmpdir(), name)].filter((path) => Buffer.byteLength(path) <= 100);
  let refusal: unknown = new Error(`no path for a socket is short enough: ${tmpdir()}`);
  for (const address of addresses) {
    try {
      server.listen(address);
      await once(server, 'listening');
      // It must not keep a process alive that has nothing else to do.
      server.unref();
      return address;
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal instanceof Error ? refusal : new Error(String(refusal));
}

const close = async (server: Server): Promise<void> =>
  new Promise((done) => {
    server.close(() => done());
  });

async function isListening(address: string): Promise<boolean> {
  const socket = connect(address);
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ECONNREFUSED' || code === 'ENOENT') return false;
    throw error;
  } finally {
    socket.destroy();
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
