import type { StorageUnavailable } from '@cartwright/application';

/** Seconds after which a client may try again: a failover or a restart takes about as long. */
const retryAfterSeconds = 2;

const unavailable: StorageUnavailable = { type: 'storage.unavailable', retryAfterSeconds };

/** SQLSTATE classes and codes, Node's and postgres.js's codes for a database that is away, too slow, or too busy. */
const outages: readonly RegExp[] = [
  /^08/u, // connection exceptions
  /^53/u, // too many connections, disk full, out of memory
  /^57P0[1-5]$/u, // shutting down, starting up, idle session closed
  /^57014$/u, // statement timeout, or a wait for a connection that was given up
  /^55P03$/u, // lock timeout
  /^25P0[34]$/u, // idle in a transaction, or a transaction, for too long
  /^25006$/u, // read-only: a failover that we are on the wrong side of
  /^E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)$/u,
  /^(CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT|TRANSACTION_TOO_SLOW)$/u,
];

/** The codes of an error and of what caused it: Drizzle wraps what a driver throws. */
function codesOf(error: unknown): readonly string[] {
  const codes: string[] = [];
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string') codes.push(at.code);
    // PGlite gives its own refusal after `close` no code.
    if (at.message === 'PGlite is closed') codes.push('CONNECTION_ENDED');
  }
  return codes;
}

/** Whether the error, or its cause, has one of these SQLSTATE codes. */
export const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  codesOf(error).some((code) => codes.includes(code));

/** A deadlock or a serialization failure: the same transaction may well succeed when it is run again. */
export const isWorthAnotherTry = (error: unknown): boolean => codesOf(error).some(isRetriedCode);

const isRetriedCode = (code: string): boolean => code === '40P01' || code === '40001';

/** Whether the connection is gone, or the server has reported that it now closes it. */
export const isConnectionLost = (error: unknown): boolean =>
  codesOf(error).some((code) => /^(CONNECTION_CLOSED|E(CONNRESET|PIPE|TIMEDOUT)|57P0[1-5]|25P0[34])$/u.test(code));

/** The code of the outage that an error reports; `undefined` for everything else, which is a defect. */
export const outageCodeIn = (error: unknown): string | undefined =>
  codesOf(error).find((code) => isRetriedCode(code) || outages.some((outage) => outage.test(code)));

/** The outage that an error reports; `undefined` for everything else, which is a defect. */
export const outageIn = (error: unknown): StorageUnavailable | undefined =>
  outageCodeIn(error) === undefined ? undefined : unavailable;
