import type { ResultAsync } from 'neverthrow';

/** Every secret that is stored sealed: of webhooks and of second factors. */
export type SealedSecretRecords = {
  /**
   * Replaces each secret for which `reseal` returns another text, and locks all until the transaction ends. Returns how
   * many were replaced.
   */
  readonly replace: (reseal: (sealed: string) => string | undefined) => ResultAsync<number, never>;
};
