import type { FastifyReply } from 'fastify';
import { pageHeaders } from '../../fastify/responses/security-headers.js';
import type { Routes } from '../../fastify/route-types.js';
import { graphiqlPage, graphiqlPolicy, graphiqlStyle } from './graphiql-page.js';
import { graphiqlScript } from './graphiql-script.js';

/** `/graphiql`: a page to try the GraphQL API, with a purchase filled in. It loads nothing from other servers. */
export const graphiqlRoutes: Routes = (app, _options, done) => {
  const options = { helmet: pageHeaders, schema: { hide: true }, config: { access: 'open' } } as const;
  const send = (reply: FastifyReply, type: string, content: string): FastifyReply =>
    reply
      .headers({ 'content-security-policy': graphiqlPolicy, 'content-type': `${type}; charset=utf-8` })
      .send(content);

  app.get('/graphiql', options, (_request, reply) => send(reply, 'text/html', graphiqlPage));
  app.get('/graphiql/page.js', options, (_request, reply) => send(reply, 'text/javascript', graphiqlScript));
  app.get('/graphiql/page.css', options, (_request, reply) => send(reply, 'text/css', graphiqlStyle));
  app.get('/graphiql/schema.graphql', options, async (_request, reply) =>
    send(reply, 'text/plain', (await app.openGraphql()).sdl),
  );
  done();
};
