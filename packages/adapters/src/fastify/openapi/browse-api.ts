import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Fastify from 'fastify';
import plugin from 'fastify-plugin';
import { pageHeaders } from '../responses/security-headers.js';
import type { ServerDeps } from '../server-deps.js';
import { tryItScript } from './try-it-script.js';

/** The page may only load its own scripts and styles, and only call its own server. */
const docsPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Headers of the connection, which the outer server sets. */
const ofConnection: ReadonlySet<string> = new Set(['connection', 'date', 'keep-alive', 'transfer-encoding']);

/**
 * The page under `/docs`. An inner server is created for it at the first request: it loads twenty
 * packages, and few processes ever serve it.
 */
export function browseApi(app: FastifyInstance, { sandbox }: Pick<ServerDeps, 'sandbox'>): void {
  let page: Promise<FastifyInstance> | undefined;
  const answer = async ({ method, url, headers: sent }: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    page ??= openPage(app, sandbox !== undefined);
    const answered = await (await page).inject({ method: method as 'GET' | 'HEAD', url, headers: sent });
    if (answered.statusCode === 404) return reply.callNotFound();
    const headers = Object.entries(answered.headers).filter(([name]) => !ofConnection.has(name));
    return reply.code(answered.statusCode).headers(Object.fromEntries(headers)).send(answered.rawPayload);
  };
  for (const path of ['/docs', '/docs/*'])
    app.get(path, { helmet: pageHeaders, schema: { hide: true }, config: { access: 'open' } }, answer);
}

declare const window: { readonly cartwrightTryIt: Readonly<Record<'request' | 'response', (value: object) => object>> };

/** Swagger UI writes their source into its page, where the script `try-it.js` has made `cartwrightTryIt`. */
const interceptors = {
  requestInterceptor: (sent: object) => window.cartwrightTryIt.request(sent),
  responseInterceptor: (answer: object) => window.cartwrightTryIt.response(answer),
};

/** The page calls the server that it comes from, whatever the public URL is. */
const ofThisServer = (document: object): object => ({ ...document, servers: [{ url: '/' }] });

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="15" fill="#7a4a1e"/>' +
  '<circle cx="16" cy="16" r="11" fill="#f6efe6"/><path d="M16 5v22M5 16h22M8 8l16 16M24 8L8 24" stroke="#7a4a1e" ' +
  'stroke-width="2"/><circle cx="16" cy="16" r="4" fill="#7a4a1e"/></svg>';

const logo =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 220 40"><text x="0" y="28" font-family="Georgia,serif" ' +
  'font-size="28" fill="#f6efe6">Cartwright</text></svg>';

const style =
  '.swagger-ui .topbar { background: #4a2c12; } .swagger-ui .topbar .download-url-wrapper { display: none; }';

async function openPage(app: FastifyInstance, hasSandbox: boolean): Promise<FastifyInstance> {
  const { default: swaggerUi } = await import('@fastify/swagger-ui');
  const page = Fastify();
  // The page shows the document of the outer server. It requires a plugin of this name.
  await page.register(
    plugin(
      async (inner) => {
        const swagger = (() => ofThisServer(app.swagger())) as typeof app.swagger;
        void inner.decorate('swagger', swagger);
      },
      { name: '@fastify/swagger' },
    ),
  );
  const tryIt = hasSandbox ? { js: [{ filename: 'try-it.js', content: tryItScript }] } : {};
  await page.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: docsPolicy,
    logo: { type: 'image/svg+xml', content: logo },
    theme: {
      title: 'Cartwright API',
      favicon: [{ filename: 'icon.svg', rel: 'icon', type: 'image/svg+xml', sizes: 'any', content: icon }],
      css: [{ filename: 'docs.css', content: style }],
      ...tryIt,
    },
    uiConfig: {
      docExpansion: 'none',
      tryItOutEnabled: true,
      displayRequestDuration: true,
      defaultModelsExpandDepth: -1,
      ...(hasSandbox ? interceptors : {}),
    },
  });
  await page.ready();
  return page;
}
