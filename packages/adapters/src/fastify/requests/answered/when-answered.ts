import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

type Report = (request: FastifyRequest, reply: FastifyReply, isAborted: boolean) => void;

/**
 * Calls `report` once for each request: when its response is sent, or when the client leaves before. An event stream
 * mostly ends so.
 */
export function whenAnswered(app: FastifyInstance, report: Report): void {
  const answered = new WeakSet<FastifyReply>();
  app.addHook('onRequest', (request, reply, done) => {
    reply.raw.once('close', () => {
      if (!answered.has(reply)) report(request, reply, true);
    });
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    answered.add(reply);
    report(request, reply, false);
    done();
  });
}
