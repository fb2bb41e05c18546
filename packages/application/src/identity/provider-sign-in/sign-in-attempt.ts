import type { Instant } from '@cartwright/domain';
import { msAfter } from '../../ms-after.js';
import type { Clock } from '../../ports/clock.js';
import type { SignInSecrets } from '../../ports/identity/identity-providers.js';
import type { Secrets } from '../../ports/secrets.js';

/** A started sign-in at a provider. */
export type SignInAttempt = {
  readonly id: string;
  readonly provider: string;
  readonly returnUrl: string;
  /** Which key derives its secrets; the first one of the shop when absent. */
  readonly keyId?: string;
};

/**
 * The browser stores its attempt, as a text that only this shop can create. A page that sends another person's
 * response to the callback therefore fails: the browser has no attempt, or one with another state.
 */
export type SignInAttempts = {
  readonly write: (attempt: SignInAttempt) => { readonly attempt: string; readonly expiresAt: Instant };
  /** The attempt of a text; `undefined` if forged, expired or of another provider. */
  readonly read: (text: string, provider: string) => SignInAttempt | undefined;
  readonly secretsOf: (attempt: SignInAttempt) => SignInSecrets;
};

/** 10 minutes. */
const attemptMs = 600_000;

/** @example attempts.write({ id: secrets.generate(), provider: 'google', returnUrl }) */
export function makeSignInAttempts({
  secrets,
  clock,
}: {
  readonly secrets: Secrets;
  readonly clock: Clock;
}): SignInAttempts {
  const derive = (purpose: string, { id, keyId }: SignInAttempt): string =>
    secrets.derive('provider', `${purpose}.${id}`, keyId);
  return {
    write: (attempt) => {
      const expiresAt = msAfter(clock.now(), attemptMs);
      const claim = JSON.stringify({ keyId: secrets.keyId, ...attempt, expiresAt });
      return { attempt: `${claim}.${secrets.derive('provider', `attempt.${claim}`)}`, expiresAt };
    },
    read: (text, provider) => {
      const dot = text.lastIndexOf('.');
      const claim = text.slice(0, Math.max(0, dot));
      if (!secrets.isDerived('provider', `attempt.${claim}`, text.slice(dot + 1))) return undefined;
      const { expiresAt, ...attempt } = JSON.parse(claim) as SignInAttempt & { readonly expiresAt: Instant };
      return attempt.provider === provider && clock.now() < expiresAt ? attempt : undefined;
    },
    secretsOf: (attempt) => ({
      state: derive('state', attempt),
      nonce: derive('nonce', attempt),
      verifier: derive('verifier', attempt),
    }),
  };
}
