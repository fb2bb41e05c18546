import { openShop } from '@cartwright/adapters/testing/shop-over-http';
import { expect, it } from 'vitest';

/** A dashboard of one page. `undefined` stands for a broker that is away. */
const dashboardOf = (paths: readonly string[] | undefined) => ({
  openJobDashboard: () =>
    Promise.resolve({
      get: (url: string) => {
        if (paths === undefined) return Promise.reject(new Error('away'));
        const page = { status: 200, type: 'text/html; charset=utf-8', payload: Buffer.from('<h1>Jobs</h1>') };
        return Promise.resolve(paths.includes(url) ? page : undefined);
      },
      close: () => Promise.resolve(),
    }),
});

it('shows the job dashboard to those who may run jobs, with the headers of a page', async () => {
  const shop = await openShop(dashboardOf(['/console/queues', '/console/queues/api/queues?page=1']));
  const get = (path: string, headers: Record<string, string> = {}) => shop.call('GET', path, { headers });
  expect((await get('/console/queues')).status).toBe(401);
  for (const role of ['customer', 'viewer', 'editor', 'support'] as const)
    expect([role, (await get('/console/queues', shop.as(role))).status]).toEqual([role, 403]);
  const page = await get('/console/queues', shop.as('admin'));
  expect(page).toMatchObject({ status: 200, text: '<h1>Jobs</h1>' });
  const { 'content-security-policy': policy, ...headers } = page.headers;
  expect(policy).toMatch(/^default-src 'none';script-src 'self';/u);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  expect((await get('/console/queues/api/queues?page=1', shop.as('admin'))).status).toBe(200);
  expect((await get('/console/queues/nowhere', shop.as('admin'))).body.code).toBe('request.not-found');
});

it('has nothing in the job dashboard that changes a job', async () => {
  const shop = await openShop(dashboardOf([]));
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    const answer = await shop.call(method, '/console/queues/api/queues/send-mail/pause', { headers: shop.as('admin') });
    expect([method, answer.status]).toEqual([method, 404]);
  }
});

it('has no job dashboard where jobs run without a broker', async () => {
  const shop = await openShop();
  expect((await shop.call('GET', '/console/queues', { headers: shop.as('admin') })).status).toBe(404);
});

it('reports that the job dashboard is unavailable while the broker is away', async () => {
  const shop = await openShop(dashboardOf(undefined));
  const answer = await shop.call('GET', '/console/queues', { headers: shop.as('admin') });
  expect(answer).toMatchObject({ status: 503, body: { code: 'queue.unavailable' } });
  expect(answer.headers['retry-after']).toBe('1');
});
