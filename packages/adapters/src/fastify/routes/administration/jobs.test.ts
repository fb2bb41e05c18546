import { jobsFor, makeJobHandlers, runJob } from '@cartwright/application';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeEach, expect, it } from 'vitest';

let shop: Shop;
let admin: Record<string, string>;
beforeEach(async () => {
  shop = await openShop();
  admin = shop.as('admin');
});
const get = async (path: string) => (await shop.call('GET', `/api/v1/admin/jobs${path}`, { headers: admin })).body;
const post = (path: string, rest: object = {}) =>
  shop.call('POST', `/api/v1/admin/jobs${path}`, { headers: admin, ...rest });
const listed = async (name: string) => (await get('')).data.find((job: { name: string }) => job.name === name);
const events = () => [...shop.store.committed().outbox].map(([id, { event }]) => ({ id, event }));

it('lists each job with its schedule, its runs, its failures and whether it is paused', async () => {
  shop.store.committed().jobStates.set('send-mail', { name: 'send-mail', refusals: 0, lastRunAt: shop.clock.now() });
  expect(await listed('send-mail')).toEqual({
    name: 'send-mail',
    schedule: null,
    lastRunAt: shop.clock.now(),
    nextRunAt: null,
    failures: 0,
    paused: false,
  });
  const nightly = await listed('reconcile-payments');
  expect(nightly).toMatchObject({ schedule: '5 0 * * *', lastRunAt: null, paused: false });
  expect(new Date(nightly.nextRunAt).toISOString()).toMatch(/T\d\d:05:00\.000Z$/u);
});

it('pauses and resumes a job by its name, and refuses a name of none', async () => {
  expect((await post('/expire-orders/pause')).status).toBe(204);
  expect((await post('/expire-orders/pause')).status).toBe(204);
  expect((await listed('expire-orders')).paused).toBe(true);
  expect((await post('/expire-orders/resume')).status).toBe(204);
  expect((await listed('expire-orders')).paused).toBe(false);
  for (const path of ['/sweep/pause', '/sweep/resume', '/__proto__/run', '/constructor/pause'])
    expect([(await post(path)).status, (await post(path)).body.code]).toEqual([404, 'job.not-found']);
});

it('runs a scheduled job by hand', async () => {
  const asked = await post('/purge-old-data/run');
  expect([asked.status, asked.body]).toEqual([202, { requestedAt: shop.clock.now() }]);
  const [event] = events();
  expect(event === undefined ? [] : jobsFor(event)).toEqual([
    { id: `${event?.id}.purge-old-data`, name: 'purge-old-data', payload: { at: shop.clock.now() } },
  ]);
});

it('runs a job without a schedule for the events for which it failed, the oldest first', async () => {
  const failed = (number: number, job = 'end-payments') => ({
    id: `00000000-0000-7000-8000-0000000000f${number}`,
    job,
    jobId: `${number}.${job}`,
    payload: { orderId: `00000000-0000-7000-8000-0000000000e${number}` },
    reason: 'the provider is away',
    attempts: 12,
    failedAt: `2026-10-0${number}T00:00:00.000Z`,
  });
  for (const each of [failed(2), failed(1), failed(3, 'send-refund')])
    shop.store.committed().failedJobs.set(each.id, each);
  const asked = await post('/end-payments/run');
  expect([asked.status, asked.body]).toEqual([202, { requestedAt: shop.clock.now() }]);
  expect(events().flatMap((event) => jobsFor(event))).toEqual(
    [failed(1), failed(2)].map(({ job, payload }, index) => ({
      id: `${index + 1}.end-payments~${events()[index]?.id}`,
      name: job,
      payload,
    })),
  );
  expect((await get('/failed')).data).toMatchObject([{ job: 'send-refund' }]);
  expect((await post('/end-payments/run')).status).toBe(202);
  expect(events()).toHaveLength(2);
});

it('runs a job without parameters only', async () => {
  expect((await post('/expire-orders/run', { body: {} })).status).toBe(202);
  const refused = await post('/reconcile-payments/run', { body: { from: '2026-10-01T00:00:00Z' } });
  expect([refused.status, refused.body.code, events().length]).toEqual([400, 'request.invalid', 1]);
});

it.each(['customer', 'editor', 'support'] as const)('lets no %s run jobs', async (role) => {
  for (const job of ['expire-orders', 'reconcile-payments'])
    expect((await post(`/${job}/run`, { headers: shop.as(role) })).status).toBe(403);
  expect(events()).toEqual([]);
});

it('lists failed jobs, and retries one as the job that it was', async () => {
  const id = '00000000-0000-7000-8000-0000000000f1';
  const failed = { id, job: 'end-payments', reason: 'no such order', attempts: 1, failedAt: shop.clock.now() };
  const payload = { orderId: '00000000-0000-7000-8000-0000000000e1' };
  shop.store.committed().failedJobs.set(id, { ...failed, jobId: '1.end-payments', payload });
  expect(await get('/failed')).toEqual({ data: [failed], meta: { page: 1, limit: 20, total: 1, totalPages: 1 } });
  expect((await listed('end-payments')).failures).toBe(1);
  expect((await post(`/failed/${id}/retry`)).status).toBe(202);
  const again = await post(`/failed/${id}/retry`);
  expect([again.status, again.body.code]).toEqual([404, 'job.failure-not-found']);
  const retried = events().at(-1);
  expect(retried === undefined ? [] : jobsFor(retried)).toEqual([
    { id: `1.end-payments~${retried?.id}`, name: 'end-payments', payload },
  ]);
});

it('a malformed or unknown job is refused with its reason', async () => {
  const handlers = makeJobHandlers(shop.useCases);
  const reasonOf = async (name: string, payload: unknown) =>
    (await runJob(handlers, { id: '1', name, payload } as never))._unsafeUnwrapErr();
  expect(await reasonOf('end-payments', { orderId: 7 })).toEqual({ type: 'job.refused', reason: 'malformed payload' });
  expect(await reasonOf('sweep', {})).toEqual({ type: 'job.refused', reason: 'unknown job sweep' });
});
