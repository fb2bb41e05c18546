import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { requireAccess } from './authenticate.js';

describe('a route that does not declare its access', () => {
  it('stops the start', async () => {
    const app = Fastify();
    app.addHook('onRoute', requireAccess);
    app.get('/open', { config: { access: 'open' } }, () => 'ok');
    expect(() => app.get('/forgotten', () => 'ok')).toThrow('GET /forgotten does not declare its access');
    await app.close();
  });
});
