import type { FastifyInstance } from 'fastify';
import type { ServerResponse } from 'node:http';

/** Long enough for a load balancer on the same machine to notice that readiness is 503. */
const atLeastMs = 250;
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
 * Waits until no request is left, at most ten seconds. Meanwhile readiness is 503; later requests are not waited for.
 */
export async function drain(left: () => number): Promise<void> {
  const from = performance.now();
  const elapsed = (): number => performance.now() - from;
  while (elapsed() < atLeastMs || (left() > 0 && elapsed() < atMostMs)) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
