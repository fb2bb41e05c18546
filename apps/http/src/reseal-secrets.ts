import type { UseCases } from '@cartwright/application';
import type { Logger } from 'pino';

/** While the signing secret is replaced: encrypts what is stored with the new one, so that the old one can go. */
export async function resealSecrets(useCases: UseCases, log: Logger): Promise<void> {
  const resealed = await useCases.resealSecrets();
  if (resealed.isErr()) throw new Error(`stored secrets were not encrypted again: ${resealed.error.type}`);
  log.info({ secrets: resealed.value }, 'stored secrets are encrypted with the new signing secret');
}
