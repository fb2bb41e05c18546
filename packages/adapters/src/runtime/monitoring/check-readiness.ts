import type { ResultAsync } from 'neverthrow';
import { pingDatabase } from '../../drizzle/connection/ping-database.js';
import type { Readiness } from '../../fastify/server-deps.js';
import type { Shop } from '../compose-shop.js';
import { ports as t } from '../tokens.js';

/**
 * Pings the dependencies concurrently. Without its database the shop is not ready. Without the job queue it is ready:
 * orders are taken, and their events wait in the outbox. Without the payment provider it is ready too: only payments
 * cannot start. A process that stops reports it at once, without a wait for a slow dependency: a balancer must notice
 * within `DRAIN_SECONDS`.
 */
export async function checkReadiness(
  { storage: { db, kind }, payments, container }: Shop,
  draining: boolean,
): Promise<Readiness> {
  if (draining) return { ready: true, draining, dependencies: [] };
  const [database, jobQueue] = await Promise.all([
    measure(kind, () => pingDatabase(db)),
    measure('job-queue', () => container.resolve(t.jobQueue).ping()),
  ]);
  // From recent calls: a ping of a real provider would be a call of its API.
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
