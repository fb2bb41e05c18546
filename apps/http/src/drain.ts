import type { FastifyInstance } from 'fastify';

/** Long enough for a load balancer on the same machine to see that readiness has turned. */
const atLeastMs = 250;
const atMostMs = 10_000;

/** Counts the requests in flight, so that a process told to stop can wait for them with its door still open. */
export function countRequests({ server }: FastifyInstance): () => number {
  let inFlight = 0;
  server.on('request', (_request, response) => {
    inFlight += 1;
    response.once('close', () => {
      inFlight -= 1;
    });
  });
  return () => inFlight;
}

/** Waits, at most ten seconds, until no request is in flight. Readiness answers 503 all the while. */
export async function drain(inFlight: () => number): Promise<void> {
  const from = performance.now();
  const elapsed = (): number => performance.now() - from;
  while (elapsed() < atLeastMs || (inFlight() > 0 && elapsed() < atMostMs)) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
