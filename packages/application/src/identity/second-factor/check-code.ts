import type { Instant } from '@cartwright/domain';
import type { OneTimePasswords } from '../../ports/identity/one-time-passwords.js';
import type { SecondFactor } from '../../ports/repositories/identity/second-factor-records.js';
import type { Secrets } from '../../ports/secrets.js';
import { recoveryDigest } from './recovery-codes.js';

/** The code is wrong, or was used before. */
export type TotpInvalid = { readonly type: 'auth.totp-invalid' };

export type CodeDeps = {
  readonly oneTimePasswords: OneTimePasswords;
  readonly secrets: Secrets;
};

/**
 * The factor as it is once the code is used; `undefined` where it is wrong. A code of the app is accepted once, and
 * none before it afterwards; a recovery code goes. The secret is sealed again, with the key that the shop has now.
 */
export function afterCode(
  { oneTimePasswords, secrets }: CodeDeps,
  factor: SecondFactor,
  given: string,
  at: Instant,
): SecondFactor | undefined {
  const code = given.trim();
  const secret = secrets.unseal(factor.sealedSecret);
  if (/^\d{6}$/u.test(code)) {
    const step = secret === undefined ? undefined : oneTimePasswords.stepOf(secret, code, at);
    if (secret === undefined || step === undefined || step <= (factor.lastStep ?? 0)) return undefined;
    return { ...factor, sealedSecret: secrets.seal(secret), lastStep: step };
  }
  const digest = recoveryDigest(secrets, code);
  return factor.recoveryDigests.includes(digest)
    ? { ...factor, recoveryDigests: factor.recoveryDigests.filter((each) => each !== digest) }
    : undefined;
}
