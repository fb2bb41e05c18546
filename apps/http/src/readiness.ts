import { pingDatabase } from '@cartwright/adapters/drizzle/ping-database';
import type { Readiness } from '@cartwright/adapters/fastify/server-deps';
import { shopTokens as t } from '@cartwright/worker/tokens';
import type { TypedContainer } from '@cartwright/worker/typed-container';
import type { ResultAsync } from 'neverthrow';

/** Asks each dependency, at the same time, whether it answers. */
export async function checkReadiness({ resolve }: TypedContainer, draining: boolean): Promise<Readiness> {
  const { db, kind } = resolve(t.storage);
  const dependencies = await Promise.all([
    measure(kind, () => pingDatabase(db)),
    measure('job-queue', () => resolve(t.jobQueue).ping()),
  ]);
  return { ready: !draining && dependencies.every(({ ok }) => ok), draining, dependencies };
}

async function measure(name: string, ping: () => ResultAsync<void, unknown>): Promise<Readiness['dependencies'][number]> {
  const from = performance.now();
  const pong = await ping();
  return { name, ok: pong.isOk(), latencyMs: Math.round((performance.now() - from) * 10) / 10 };
}
