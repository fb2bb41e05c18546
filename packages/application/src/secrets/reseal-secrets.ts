import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { Secrets } from '../ports/secrets.js';

/**
 * While the key of the shop is replaced: encrypts with the new key each stored secret that the old one encrypted, so
 * that the old one can be removed. Returns how many there were.
 */
export type ResealSecrets = () => ResultAsync<number, StorageUnavailable>;

export const makeResealSecrets =
  ({ unitOfWork, secrets }: { readonly unitOfWork: UnitOfWork; readonly secrets: Secrets }): ResealSecrets =>
  () =>
    unitOfWork.run(({ sealedSecrets }) => sealedSecrets.replace(secrets.reseal));
