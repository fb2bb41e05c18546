import type { FastifyInstance } from 'fastify';
import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';

const atMostMs = 10_000;

/**
 * Tracks the requests in flight, so that a stopping process can wait for them while it still listens. The returned
 * function takes the requests in flight at its call; the function it returns counts those that are still open.
 */
export function trackRequests({ server }: FastifyInstance): () => () => number {
  const open = new Set<ServerResponse>();
  server.on('request', (_request, response) => {
    open.add(response);
    response.once('close', () => open.delete(response));
  });
  return () => {
    const now = [...open];
    return () => now.filter((response) => open.has(response)).length;
  };
}

/**
 * Waits for `seconds`, and then until no request is left that had begun by then, at most ten seconds more. Meanwhile
 * the process listens and answers, and readiness is 503, so that a load balancer can send new requests elsewhere.
 */
export async function drain(seconds: number, inFlight: () => () => number): Promise<void> {
  await setTimeout(seconds * 1000);
  const left = inFlight();
  const until = performance.now() + atMostMs;
  while (left() > 0 && performance.now() < until) await setTimeout(25);
}
