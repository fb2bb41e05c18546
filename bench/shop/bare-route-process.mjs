/**
 * A Fastify server with one route, whose path is its argument, that answers the bytes it is given on standard input, and nothing
 * else: what the shop's reads are measured against. Prints its port.
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
