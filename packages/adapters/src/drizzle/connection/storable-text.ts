import { sql, type SQL } from 'drizzle-orm';

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/iu;

/** Whether a `uuid` column could hold it. PostgreSQL fails a whole statement over an id that is none. */
export const isUuid = (text: string): boolean => uuid.test(text);

/** The id, or null for one that no `uuid` column could hold. */
export const uuidOrNull = (id: string | undefined): string | null => (id !== undefined && isUuid(id) ? id : null);

/** Whether a `text` column could hold it: PostgreSQL fails a statement over a NUL, and so nothing it stores has one. */
export const isStorable = (text: string): boolean => !text.includes('\0');

/** The text without NUL, for a message that may quote anything. */
export const storableText = (text: string): string => text.replaceAll('\0', '');

/**
 * `ids` as a `uuid[]` of one parameter, so that any number of them is one prepared statement. Others than uuids are
 * left out.
 */
export const uuidList = (ids: readonly string[]): string => `{${ids.filter(isUuid).join(',')}}`;

/** Texts as a `text[]`, each a parameter. */
export const textArray = (texts: readonly string[]): SQL =>
  sql`array[${sql.join(
    texts.map((text) => sql`${text}`),
    sql`, `,
  )}]::text[]`;
