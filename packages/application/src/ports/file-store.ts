import type { ResultAsync } from 'neverthrow';
import type { FilesUnavailable } from './failures.js';

/** The content went past `maximumBytes`; nothing of it is kept. */
export type FileTooLarge = { readonly type: 'file.too-large'; readonly maximumBytes: number };
/** Whoever sends the content gave up before its end; nothing of it is kept. */
export type FileIncomplete = { readonly type: 'file.incomplete' };

/** Bytes `start` to `end`, both inclusive, the first being 0; not past the last byte of the file. */
export type ByteRange = { readonly start: number; readonly end: number };

/** A file that was found. Its content is read as it is asked for, once, and whoever leaves it unread leaves nothing open. */
export type FoundFile = { readonly size: number; readonly content: AsyncIterable<Uint8Array> };

/**
 * Files by key, such as `digital/0193-…`. A key names one file inside the store and nothing outside: another one than
 * `isFileKey` allows is a bug, and thrown.
 */
export type FileStore = {
  /**
   * Keeps all of `content` under `key`, in the place of what is there; answers its bytes. A reader sees the file before or
   * the one after, never a part, and a failure leaves what was there.
   */
  readonly put: (
    key: string,
    content: AsyncIterable<Uint8Array>,
    limit: { readonly maximumBytes: number },
  ) => ResultAsync<{ readonly size: number }, FileTooLarge | FileIncomplete | FilesUnavailable>;
  /** The whole file, or a part of it; `size` is that of the whole. */
  readonly read: (key: string, range?: ByteRange) => ResultAsync<FoundFile | undefined, FilesUnavailable>;
  readonly exists: (key: string) => ResultAsync<boolean, FilesUnavailable>;
  /** Removes it; does nothing when it is not there. */
  readonly remove: (key: string) => ResultAsync<void, FilesUnavailable>;
};

const segment = '[a-z0-9][a-z0-9_-]{0,99}';
const fileKey = new RegExp(`^${segment}(/${segment}){0,4}$`, 'u');

/**
 * Whether a text can be a key: up to five parts of lower-case letters, digits, `-` and `_`, so that no file system reads
 * anything else into one.
 *
 * @example isFileKey('digital/0193-a') // true
 */
export const isFileKey = (key: string): boolean => fileKey.test(key);
