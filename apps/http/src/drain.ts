import type { FastifyInstance } from 'fastify';
import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';

const atMostMs = 10_000;

/** Returns the responses that are open, a set that changes with each request. */
export function trackResponses({ server }: FastifyInstance): ReadonlySet<ServerResponse> {
  const open = new Set<ServerResponse>();
  server.on('request', (_request, response) => {
    open.add(response);
    response.once('close', () => open.delete(response));
  });
  return open;
}

/**
 * Waits for `seconds`, and then until the responses that are open by then have ended, at most ten seconds more.
 * Meanwhile the process listens and responds, and readiness is 503, so that a load balancer can send new requests
 * elsewhere.
 */
export async function drain(seconds: number, open: ReadonlySet<ServerResponse>): Promise<void> {
  await setTimeout(seconds * 1000);
  const begun = [...open];
  const until = performance.now() + atMostMs;
  while (begun.some((response) => open.has(response)) && performance.now() < until) await setTimeout(25);
}
