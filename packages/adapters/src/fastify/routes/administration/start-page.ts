import { Type } from 'typebox';
import { acceptsHtml } from '../../responses/accepts-html.js';
import { varyBy } from '../../responses/catalogue-headers.js';
import type { Routes } from '../../route-types.js';
import { pageHeaders } from '../../responses/security-headers.js';
import type { ServerDeps } from '../../server-deps.js';

const StartPage = Type.Object(
  {
    name: Type.String(),
    message: Type.String(),
    links: Type.Object({
      api: Type.String(),
      health: Type.String(),
      docs: Type.Optional(Type.String()),
      openapi: Type.Optional(Type.String()),
    }),
  },
  { title: 'StartPage', description: 'Where to continue. Links are relative to this address.' },
);

const name = 'Cartwright';

/** The root URL. It redirects a browser to the documentation and returns links to a program. */
export const startPageRoutes =
  ({ docs }: Pick<ServerDeps, 'docs'>): Routes =>
  (app, _options, done) => {
    const message = docs
      ? 'This is the API of a shop. Read its documentation at /docs.'
      : 'This is the API of a shop. Its documentation is turned off (DOCS=false).';
    const links = {
      api: '/api/v1',
      health: '/health/ready',
      ...(docs ? { docs: '/docs', openapi: '/openapi.json' } : {}),
    };

    app.get(
      '/',
      {
        helmet: pageHeaders,
        schema: {
          tags: ['Start'],
          operationId: 'openStartPage',
          summary: 'Find the documentation and the API',
          description:
            'A browser is redirected to the documentation, or gets a page if it is turned off. A program gets links.',
          response: {
            200: {
              description: 'Links, or a page for a client that accepts HTML where the documentation is turned off.',
              content: { 'application/json': { schema: StartPage }, 'text/html': { schema: Type.String() } },
            },
            302: { type: 'null', description: 'To `/docs`, for a client that accepts HTML.' },
          },
        },
        config: { access: 'open' },
      },
      async (request, reply) => {
        varyBy(reply, 'accept');
        if (!acceptsHtml(request)) return { name, message, links };
        if (docs) return reply.redirect('/docs', 302);
        return reply.type('text/html; charset=utf-8').send(page(message));
      },
    );
    done();
  };

const page = (message: string): string =>
  `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${name}</title>
<h1>${name}</h1>
<p>${message}</p>
<p>The address of the API is <code>/api/v1</code>.</p>
</html>
`;
