import { err, ok, type Result } from 'neverthrow';

/** Somebody changed it since the caller last saw it. */
export type VersionStale<Type extends string> = {
  readonly type: Type;
  readonly expected: number;
  readonly actual: number;
};

/**
 * Refuses a caller who last saw another version (`If-Match`). Without an expectation nobody is refused.
 *
 * @param type - the type of the refusal, such as `cart.version-stale`
 */
export const expectVersion = <Found extends { readonly version: number }, Type extends string>(
  found: Found,
  expected: number | undefined,
  type: Type,
): Result<Found, VersionStale<Type>> =>
  expected === undefined || expected === found.version ? ok(found) : err({ type, expected, actual: found.version });
