import type { OneTimePasswords } from '@cartwright/application';
import { Secret, TOTP } from 'otpauth';

/** What every authenticator app takes; RFC 6238's defaults. */
const parameters = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

/**
 * Codes by RFC 6238. `issuer` is what an app shows beside the account, unless a link names another.
 *
 * @example makeOneTimePasswords({ issuer: 'Mill Lane Pottery' }).stepOf(secret, '123456', clock.now())
 */
export function makeOneTimePasswords({ issuer }: { readonly issuer: string }): OneTimePasswords {
  const totpOf = (secret: string, label = '', shownIssuer = issuer): TOTP =>
    new TOTP({ ...parameters, issuer: shownIssuer, label, secret: Secret.fromBase32(secret) });
  return {
    newSecret: () => new Secret({ size: 20 }).base32,
    uri: (secret, account, shownIssuer) => totpOf(secret, account, shownIssuer).toString(),
    stepOf: (secret, code, at) => {
      const timestamp = Date.parse(at);
      // Codes are compared in constant time.
      const delta = totpOf(secret).validate({ token: code, timestamp, window: 1 });
      return delta === null ? undefined : Math.floor(timestamp / 1000 / parameters.period) + delta;
    },
  };
}
