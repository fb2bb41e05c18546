/** A fault of the machine or the settings that stops a start. Its message is a sentence that names the setting. */
export class StartFault extends Error {
  override readonly name = 'StartFault';
}

/** What the codes of Node, the system and PostgreSQL mean to an operator. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied (EACCES)',
  EPERM: 'permission denied (EPERM)',
  EROFS: 'the file system is read-only (EROFS)',
  EEXIST: 'a file is in its place (EEXIST)',
  ENOTDIR: 'a part of the path is a file (ENOTDIR)',
  EISDIR: 'it is a directory (EISDIR)',
  ENOENT: 'it does not exist (ENOENT)',
  ENAMETOOLONG: 'the name is too long (ENAMETOOLONG)',
  ENOSPC: 'the disk is full (ENOSPC)',
  EDQUOT: 'the disk quota is used up (EDQUOT)',
  ELOOP: 'its links form a circle (ELOOP)',
  EMFILE: 'too many open files (EMFILE)',
  EIO: 'the disk failed (EIO)',
  EADDRINUSE: 'another process uses it (EADDRINUSE)',
  EADDRNOTAVAIL: 'this machine does not have the address (EADDRNOTAVAIL)',
  ENOTFOUND: 'the host name is unknown (ENOTFOUND)',
  EAI_AGAIN: 'the host name cannot be looked up (EAI_AGAIN)',
  ECONNREFUSED: 'the connection is refused (ECONNREFUSED)',
  ECONNRESET: 'the connection is closed (ECONNRESET)',
  EHOSTUNREACH: 'the host cannot be reached (EHOSTUNREACH)',
  ENETUNREACH: 'the network cannot be reached (ENETUNREACH)',
  ETIMEDOUT: 'there is no answer (ETIMEDOUT)',
  CONNECT_TIMEOUT: 'there is no answer (CONNECT_TIMEOUT)',
  CONNECTION_DESTROYED: 'the connection is closed (CONNECTION_DESTROYED)',
  CONNECTION_CLOSED: 'the connection is closed (CONNECTION_CLOSED)',
  '57014': 'there is no answer (57014)',
  '28P01': 'the password is wrong (28P01)',
  '28000': 'the user may not sign in (28000)',
  '3D000': 'the database does not exist (3D000)',
  '42501': 'the user lacks a permission (42501)',
  '0A000': 'an extension of PostgreSQL is not installed, such as pg_trgm of postgresql-contrib (0A000)',
  '58P01': 'a file of PostgreSQL is missing, such as the extension pg_trgm of postgresql-contrib (58P01)',
  '53300': 'there are too many connections (53300)',
  '53100': 'the disk is full (53100)',
  '57P03': 'the server is starting up (57P03)',
};

/** The code of an error or of what caused it, as Drizzle and Node wrap what a driver throws. */
export function faultCodeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; depth += 1) {
    if ('code' in at && typeof at.code === 'string' && at.code in reasons) return at.code;
    at = at.cause ?? (at instanceof AggregateError ? at.errors[0] : undefined);
  }
  return undefined;
}

/** Why something failed, in words. Contains no value of a setting. */
export function reasonOf(error: unknown): string {
  const code = faultCodeOf(error);
  if (code !== undefined) return reasons[code] ?? code;
  return error instanceof Error ? error.message : String(error);
}

/** The sentence for an error of the database at a start; an unknown error stays as it is. */
export const databaseFault = (error: unknown): unknown =>
  error instanceof StartFault || faultCodeOf(error) === undefined
    ? error
    : new StartFault(`DATABASE_URL: the database cannot be used: ${reasonOf(error)}`, { cause: error });
