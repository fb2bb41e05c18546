/**
 * A Fastify server with one route: its path is the argument, its response the bytes from standard input. The shop's
 * reads are measured against it. Prints its port.
 */
import { createRequire } from 'node:module';

const { default: fastify } = await import(
  createRequire(new URL('../../packages/adapters/package.json', import.meta.url)).resolve('fastify')
);
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const body = Buffer.concat(chunks).toString('utf8');
const app = fastify({ logger: false });
app.get(process.argv[2], (_request, reply) =>
  reply.header('content-type', 'application/json; charset=utf-8').send(body),
);
await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ port: app.server.address().port })}\n`);
