import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance } from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { announceDeprecation, type RouteDeprecation } from './announce-deprecation.js';

const link = 'https://shop.example/changes#orders';

/** A server with a route that is deprecated, and another that is not. */
async function openServer(deprecated: RouteDeprecation): Promise<FastifyInstance> {
  const app = Fastify();
  onTestFinished(() => app.close());
  app.addHook('onRoute', announceDeprecation);
  await app.register(swagger, { openapi: { openapi: '3.1.0' } });
  await app.register(async (scope) => {
    scope.get('/old', { config: { deprecated }, schema: { operationId: 'old' } }, ({ query }) => {
      if ('fail' in (query as object)) throw new Error('refused');
      return { ok: true };
    });
    scope.get('/new', { schema: { operationId: 'new' } }, () => ({ ok: true }));
  });
  await app.ready();
  return app;
}

it('a deprecated route announces since when, until when and what to use instead, also when it refuses', async () => {
  const app = await openServer({ since: '2027-01-01T00:00:00Z', sunset: '2027-07-01T12:00:00Z', link });
  for (const url of ['/old', '/old?fail']) {
    const { headers } = await app.inject(url);
    expect(headers).toMatchObject({
      deprecation: '@1798761600',
      sunset: 'Thu, 01 Jul 2027 12:00:00 GMT',
      link: `<${link}>; rel="deprecation"; type="text/html"`,
    });
  }
  expect(Object.keys((await app.inject('/new')).headers)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/deprecation|sunset|link/u)]),
  );
  const { paths } = app.swagger() as { readonly paths: Readonly<Record<string, { readonly get: object }>> };
  expect(paths['/old']?.get).toMatchObject({ deprecated: true });
  expect(paths['/new']?.get).not.toHaveProperty('deprecated');
});

it('a deprecated route without a decided end has no sunset', async () => {
  const { headers } = await (await openServer({ since: '2027-01-01T00:00:00Z', link })).inject('/old');
  expect(headers).not.toHaveProperty('sunset');
});

it('a route that would end before it is deprecated stops the start', async () => {
  const wrong = { since: '2027-07-01T00:00:00Z', sunset: '2027-01-01T00:00:00Z', link };
  await expect(openServer(wrong)).rejects.toThrow('/old has its sunset before its deprecation');
});
