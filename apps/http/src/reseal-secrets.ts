import type { Shop } from '@cartwright/adapters/runtime/compose-shop';
import { ports as t } from '@cartwright/adapters/runtime/tokens';
import type { UseCases } from '@cartwright/application';

/** While the signing secret is replaced: encrypts what is stored with the new one, so that the old one can go. */
export async function resealSecrets({ container, log }: Shop, useCases: UseCases): Promise<void> {
  if (container.resolve(t.secrets).keyIds.length === 1) return;
  const resealed = await useCases.resealSecrets();
  if (resealed.isErr()) throw new Error(`stored secrets were not encrypted again: ${resealed.error.type}`);
  log.info({ secrets: resealed.value }, 'stored secrets are encrypted with the new signing secret');
}
