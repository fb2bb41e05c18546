import { err, type Result } from 'neverthrow';
import type { CsvSource } from '../../../ports/csv-reader.js';
import type { FilesUnavailable } from '../../../ports/failures.js';
import type { FileStore } from '../../../ports/file-store.js';
import type { ImportFile } from '../../../ports/repositories/import-records.js';
import { importFileKey } from './import-file-key.js';
import type { ImportNotFound } from '../view-import.js';

export type ReadImportFileError = ImportNotFound | FilesUnavailable;

/** Ends the reading of a file from within. */
class FileUnread extends Error {
  readonly failure: ReadImportFileError;

  constructor(failure: ReadImportFileError) {
    super(failure.type);
    this.failure = failure;
  }
}

/** The file of an import, to be read inside `readingImportFile`. */
export const importSource = (fileStore: FileStore, importId: string, file: ImportFile): CsvSource | string => {
  if ('csv' in file) return file.csv;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    const found = await fileStore.read(importFileKey(importId));
    if (found.isErr()) throw new FileUnread(found.error);
    if (found.value === undefined) throw new FileUnread({ type: 'import.not-found', importId });
    try {
      yield* found.value.content;
    } catch {
      throw new FileUnread({ type: 'files.unavailable', retryAfterSeconds: 5 });
    }
  }
  return { ...file, bytes };
};

/** Returns what `work` returns, or why the file cannot be read. */
export async function readingImportFile<T, E>(
  work: () => Promise<Result<T, E>>,
): Promise<Result<T, E | ReadImportFileError>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FileUnread) return err(error.failure);
    throw error;
  }
}
