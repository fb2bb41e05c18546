import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Fastify from 'fastify';
import plugin from 'fastify-plugin';
import { pageHeaders } from '../responses/security-headers.js';

/** The page may only load its own scripts and styles, and only call its own server. */
const docsPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Headers of the connection, which the outer server sets. */
const ofConnection: ReadonlySet<string> = new Set(['connection', 'date', 'keep-alive', 'transfer-encoding']);

/**
 * The page under `/docs`. An inner server is created for it at the first request: it loads twenty
 * packages, and few processes ever serve it.
 */
export function browseApi(app: FastifyInstance): void {
  let page: Promise<FastifyInstance> | undefined;
  const answer = async ({ method, url, headers: sent }: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    page ??= openPage(app);
    const answered = await (await page).inject({ method: method as 'GET' | 'HEAD', url, headers: sent });
    if (answered.statusCode === 404) return reply.callNotFound();
    const headers = Object.entries(answered.headers).filter(([name]) => !ofConnection.has(name));
    return reply.code(answered.statusCode).headers(Object.fromEntries(headers)).send(answered.rawPayload);
  };
  for (const path of ['/docs', '/docs/*'])
    app.get(path, { helmet: pageHeaders, schema: { hide: true }, config: { access: 'open' } }, answer);
}

async function openPage(app: FastifyInstance): Promise<FastifyInstance> {
  const { default: swaggerUi } = await import('@fastify/swagger-ui');
  const page = Fastify();
  // The page shows the document of the outer server. It requires a plugin of this name.
  await page.register(
    plugin(async (inner) => void inner.decorate('swagger', app.swagger), { name: '@fastify/swagger' }),
  );
  await page.register(swaggerUi, { routePrefix: '/docs', staticCSP: docsPolicy });
  await page.ready();
  return page;
}
