import {
  isFileKey,
  type ByteRange,
  type FileIncomplete,
  type FileStore,
  type FilesUnavailable,
  type FileTooLarge,
} from '@cartwright/application';
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { err, ok, ResultAsync, type Result } from 'neverthrow';

/** No draft is written for so long. */
const draftLifeMs = 86_400_000;

const unavailable: FilesUnavailable = { type: 'files.unavailable', retryAfterSeconds: 5 };

/**
 * Files on a disk, below one directory, which is made when it is missing. A file is there in full or not at all: it is
 * written beside its place, brought to the disk and renamed. What a killed process left half written is removed a day
 * later, by the first process that writes into the directory.
 *
 * @example makeLocalFileStore({ directory: '.data/files' })
 */
export function makeLocalFileStore({ directory }: { readonly directory: string }): FileStore {
  const pathOf = (key: string): string => {
    if (!isFileKey(key)) throw new Error(`${JSON.stringify(key)} is no key of a file`);
    return join(directory, ...key.split('/'));
  };

  /** Directories whose old drafts were removed. */
  const swept = new Set<string>();
  const put = async (
    path: string,
    content: AsyncIterable<Uint8Array>,
    maximumBytes: number,
  ): Promise<Result<{ readonly size: number }, FileTooLarge | FileIncomplete>> => {
    await mkdir(dirname(path), { recursive: true });
    if (!swept.has(dirname(path))) {
      swept.add(dirname(path));
      await removeOldDrafts(dirname(path));
    }
    // Beside its place, because a rename is atomic only within a file system. No key begins with a dot.
    const draft = join(dirname(path), `.${randomUUID()}.tmp`);
    try {
      const written = await writeDraft(draft, content, maximumBytes);
      if (written.isOk()) await rename(draft, path);
      return written;
    } finally {
      await rm(draft, { force: true });
    }
  };

  return {
    put: (key, content, { maximumBytes }) => answered(put(pathOf(key), content, maximumBytes)),
    read: (key, range) =>
      answered(
        sizeOf(pathOf(key)).then((size) =>
          ok(size === undefined ? undefined : { size, content: contentOf(pathOf(key), range) }),
        ),
      ),
    remove: (key) => answered(rm(pathOf(key), { force: true }).then(() => ok(undefined))),
  };
}

async function removeOldDrafts(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.startsWith('.') || !name.endsWith('.tmp')) continue;
    const draft = join(directory, name);
    // Another process may have removed it.
    const found = await stat(draft).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > draftLifeMs) await rm(draft, { force: true });
  }
}

async function writeDraft(
  draft: string,
  content: AsyncIterable<Uint8Array>,
  maximumBytes: number,
): Promise<Result<{ readonly size: number }, FileTooLarge | FileIncomplete>> {
  const file = await open(draft, 'wx');
  try {
    const written = await writeAll(file, content, maximumBytes);
    if (written.isOk()) await file.sync();
    return written;
  } finally {
    await file.close();
  }
}

async function writeAll(
  file: FileHandle,
  content: AsyncIterable<Uint8Array>,
  maximumBytes: number,
): Promise<Result<{ readonly size: number }, FileTooLarge | FileIncomplete>> {
  const chunks = content[Symbol.asyncIterator]();
  let size = 0;
  for (;;) {
    // What fails here is the sender; what fails at writing is the disk.
    const next = await chunks.next().catch(() => undefined);
    if (next === undefined) return err({ type: 'file.incomplete' });
    if (next.done === true) return ok({ size });
    size += next.value.byteLength;
    if (size > maximumBytes) {
      await chunks.return?.();
      return err({ type: 'file.too-large', maximumBytes });
    }
    await file.writeFile(next.value);
  }
}

/** Opened when the first byte is read, closed with the last or when the reader leaves. */
async function* contentOf(path: string, range: ByteRange | undefined): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, range) as AsyncIterable<Buffer>;
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : undefined;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** What the file system refuses (full, read-only, away) is an outage; anything else is thrown on. */
const answered = <T, E>(work: Promise<Result<T, E>>): ResultAsync<T, E | FilesUnavailable> =>
  new ResultAsync<T, E | FilesUnavailable>(
    work.catch((error: unknown) => {
      if (error instanceof Error && 'syscall' in error) return err(unavailable);
      throw error;
    }),
  );
