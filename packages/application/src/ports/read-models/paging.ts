/** Which part of a list: by page number, or from a cursor on. `limit` is 1 to 100. */
export type PageRequest =
  | { readonly type: 'page'; readonly page: number; readonly limit: number }
  | { readonly type: 'cursor'; readonly cursor?: string; readonly limit: number };

/**
 * Part of a list: a page by number counts all rows, one from a cursor states where the next begins (null at the end).
 */
export type Page<Row> = {
  readonly data: readonly Row[];
  readonly meta:
    | { readonly page: number; readonly limit: number; readonly total: number; readonly totalPages: number }
    | { readonly limit: number; readonly nextCursor: string | null };
};

/** Sorted by one key after another. */
export type Sorting<Key extends string> = readonly { readonly key: Key; readonly direction: 'asc' | 'desc' }[];

/** The cursor is none that this list gave for this sorting. */
export type CursorMalformed = { readonly type: 'list.cursor-malformed' };
