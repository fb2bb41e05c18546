import type { FastifyInstance } from 'fastify';
import type { ServerResponse } from 'node:http';

/** Long enough for a load balancer on the same machine to see that readiness has turned. */
const atLeastMs = 250;
const atMostMs = 10_000;

/**
 * Knows the requests in flight, so that a process told to stop can wait for them with its door still open. Answers, when
 * asked, how many of those that are in flight now still are.
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

/** Waits, at most ten seconds, until nothing is left. Readiness answers 503 all the while; what comes later is not waited for. */
export async function drain(left: () => number): Promise<void> {
  const from = performance.now();
  const elapsed = (): number => performance.now() - from;
  while (elapsed() < atLeastMs || (left() > 0 && elapsed() < atMostMs)) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
