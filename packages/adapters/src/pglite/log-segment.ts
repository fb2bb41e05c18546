/** PostgreSQL's write-ahead log is made of files of this length, and refuses any other. */
export const logSegmentBytes = 16 * 1024 * 1024;

/** Whether a file of `pg_wal` is a part of the log: PostgreSQL names each by 24 hexadecimal digits. */
export const isLogSegment = (name: string): boolean => /^[\dA-F]{24}$/u.test(name);
