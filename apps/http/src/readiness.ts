import { pingDatabase } from '@cartwright/adapters/drizzle/connection/ping-database';
import type { Readiness } from '@cartwright/adapters/fastify/server-deps';
import { shopTokens as t } from '@cartwright/adapters/runtime/tokens';
import type { TypedContainer } from '@cartwright/adapters/runtime/typed-container';
import type { ResultAsync } from 'neverthrow';

/**
 * Asks each dependency, at the same time, whether it answers. Without its database the shop is not ready; without the job
 * queue it is: orders are taken, and what follows from them waits in the outbox. So it is without the payment provider:
 * everything but starting a payment works.
 */
export async function checkReadiness({ resolve }: TypedContainer, draining: boolean): Promise<Readiness> {
  const { db, kind } = resolve(t.storage);
  const payments = resolve(t.payments);
  const [database, jobQueue] = await Promise.all([
    measure(kind, () => pingDatabase(db)),
    measure('job-queue', () => resolve(t.jobQueue).ping()),
  ]);
  // A real provider is not asked, only remembered: each question would be a call of its API.
  const provider = payments.health === undefined ? [] : [{ name: payments.gateway.provider, ...payments.health() }];
  return { ready: database.ok, draining, dependencies: [database, jobQueue, ...provider] };
}

async function measure(
  name: string,
  ping: () => ResultAsync<void, unknown>,
): Promise<Readiness['dependencies'][number]> {
  const from = performance.now();
  const pong = await ping();
  return { name, ok: pong.isOk(), latencyMs: Math.round((performance.now() - from) * 10) / 10 };
}
