import type { ResultAsync } from 'neverthrow';
import type { FilesUnavailable } from './failures.js';

/** The content is larger than `maximumBytes`; nothing of it is stored. */
export type FileTooLarge = { readonly type: 'file.too-large'; readonly maximumBytes: number };
/** The sender stopped before the end of the content; nothing of it is stored. */
export type FileIncomplete = { readonly type: 'file.incomplete' };

/** Bytes `start` to `end`, both inclusive, the first being 0; not past the last byte of the file. */
export type ByteRange = { readonly start: number; readonly end: number };

/** A file that exists. Its content is read lazily and once; content that is not read holds nothing open. */
export type FoundFile = { readonly size: number; readonly content: AsyncIterable<Uint8Array> };

/**
 * Files by key, such as `digital/0193-…`. A key names one file inside the store and nothing outside: a key that
 * `isFileKey` does not allow is a bug, and thrown.
 */
export type FileStore = {
  /**
   * Stores all of `content` under `key`, in place of what is there; returns its size in bytes. A reader sees the old or
   * the new file, never a part, and a failure leaves the old file.
   */
  readonly put: (
    key: string,
    content: AsyncIterable<Uint8Array>,
    limit: { readonly maximumBytes: number },
  ) => ResultAsync<{ readonly size: number }, FileTooLarge | FileIncomplete | FilesUnavailable>;
  /** The whole file, or a part of it; `size` is that of the whole. */
  readonly read: (key: string, range?: ByteRange) => ResultAsync<FoundFile | undefined, FilesUnavailable>;
  /** Removes it; does nothing when it is not there. */
  readonly remove: (key: string) => ResultAsync<void, FilesUnavailable>;
};
