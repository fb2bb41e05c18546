import {
  isFileKey,
  type FileIncomplete,
  type FilesUnavailable,
  type FileStore,
  type FileTooLarge,
} from '@cartwright/application';
import { err, errAsync, ok, okAsync, ResultAsync, type Result } from 'neverthrow';

export type InMemoryFileStore = FileStore & {
  /** The keys of all files, in order. */
  readonly keys: () => readonly string[];
  /** From now on everything answers `files.unavailable`, until `comeBack`. */
  readonly goAway: () => void;
  readonly comeBack: () => void;
};

/** Files that live as long as this object. */
export function makeInMemoryFileStore(): InMemoryFileStore {
  const files = new Map<string, Uint8Array>();
  let away = false;
  const reach = <T, E>(key: string, work: () => ResultAsync<T, E>): ResultAsync<T, E | FilesUnavailable> => {
    if (!isFileKey(key)) throw new Error(`${JSON.stringify(key)} is no key of a file`);
    return away ? errAsync({ type: 'files.unavailable', retryAfterSeconds: 1 }) : work();
  };

  return {
    keys: () => [...files.keys()].sort(),
    goAway: () => {
      away = true;
    },
    comeBack: () => {
      away = false;
    },
    put: (key, content, { maximumBytes }) =>
      reach(key, () =>
        new ResultAsync(collect(content, maximumBytes)).map((bytes) => {
          files.set(key, bytes);
          return { size: bytes.byteLength };
        }),
      ),
    read: (key, range) =>
      reach(key, () => {
        const bytes = files.get(key);
        if (bytes === undefined) return okAsync(undefined);
        const part = range === undefined ? bytes : bytes.slice(range.start, range.end + 1);
        return okAsync({ size: bytes.byteLength, content: chunksOf(part) });
      }),
    remove: (key) =>
      reach(key, () => {
        files.delete(key);
        return okAsync(undefined);
      }),
  };
}

async function collect(
  content: AsyncIterable<Uint8Array>,
  maximumBytes: number,
): Promise<Result<Uint8Array, FileTooLarge | FileIncomplete>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of content) {
      size += chunk.byteLength;
      if (size > maximumBytes) return err({ type: 'file.too-large', maximumBytes });
      chunks.push(chunk);
    }
  } catch {
    return err({ type: 'file.incomplete' });
  }
  return ok(Uint8Array.from(Buffer.concat(chunks)));
}

/** In small pieces, as a disk gives it. */
async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += 1024) yield bytes.subarray(start, start + 1024);
}
