import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { Secrets } from '../ports/secrets.js';

/**
 * Encrypts every stored secret with the key of the shop that another one replaces no longer needs. Returns how many
 * were encrypted with the other key.
 */
export type ResealSecrets = () => ResultAsync<number, StorageUnavailable>;

export const makeResealSecrets =
  ({ unitOfWork, secrets }: { readonly unitOfWork: UnitOfWork; readonly secrets: Secrets }): ResealSecrets =>
  () =>
    unitOfWork.run(({ sealedSecrets }) => sealedSecrets.replace(secrets.reseal));
