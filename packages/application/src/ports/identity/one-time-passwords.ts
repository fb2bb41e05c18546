import type { Instant } from '@cartwright/domain';

/** Codes of six digits that an authenticator app shows, another one each 30 seconds (RFC 6238). */
export type OneTimePasswords = {
  /** A new secret of 160 bits, in base32. */
  readonly newSecret: () => string;
  /** What an app reads from a QR code. `account` is what it shows beside the name of the shop. */
  readonly uri: (secret: string, account: string, issuer?: string) => string;
  /** The step of 30 seconds that a code is of, at most one before or after `at`; `undefined` for a wrong code. */
  readonly stepOf: (secret: string, code: string, at: Instant) => number | undefined;
};
