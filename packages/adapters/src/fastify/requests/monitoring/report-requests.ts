import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export type Report = (request: FastifyRequest, reply: FastifyReply, isAborted: boolean) => void;

/**
 * Calls each report once for each request: when its response is sent, or when the client leaves before. Most event
 * streams end when the client leaves.
 */
export function reportRequests(app: FastifyInstance, reports: readonly Report[]): void {
  if (reports.length === 0) return;
  const answered = new WeakSet<FastifyReply>();
  app.addHook('onRequest', (request, reply, done) => {
    reply.raw.once('close', () => {
      if (answered.has(reply)) return;
      for (const report of reports) report(request, reply, true);
    });
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    answered.add(reply);
    for (const report of reports) report(request, reply, false);
    done();
  });
}
