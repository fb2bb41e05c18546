import type { ApplicationEvent, Job, JobHandlers } from '@cartwright/application';
import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { makeMetrics, type Metrics, type Readings } from './metrics.js';

const at = '2026-11-21T12:00:00.000Z';
const orderId = 'order-1';
const total = { amount: 1999, currency: 'USD' };
const never = () => new ResultAsync<never, unknown>(new Promise(() => undefined));

/** The value of each series, by its name and labels. */
const read = async ({ render }: Pick<Metrics, 'render'>): Promise<ReadonlyMap<string, number>> => {
  const { body } = await render();
  const series = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(series.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
};
const make = (readings: Partial<Readings> = {}) => {
  const metrics = makeMetrics({ storeCurrency: 'USD', readWithinMs: 5 });
  metrics.watch({
    pool: () => ({ active: 2, idle: 3, waiting: 0 }),
    outboxLagMs: () => okAsync(1500),
    queueDepths: (names) => okAsync(new Map(names.map((name) => [name, name === 'send-mail' ? 7 : 0]))),
    ...readings,
  });
  return metrics;
};

describe('the metrics of a process', () => {
  it('have exactly the names that dashboards rely on, beside those of Node', async () => {
    const { body, contentType } = await make().render();
    const named = [...body.matchAll(/^# TYPE (\w+) (\w+)$/gmu)].map(([, name, type]) => [name, type]);
    expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(named.filter(([name]) => name?.startsWith('cartwright_'))).toEqual([
      ['cartwright_http_requests_total', 'counter'],
      ['cartwright_http_request_duration_seconds', 'histogram'],
      ['cartwright_orders_total', 'counter'],
      ['cartwright_revenue_minor_units_total', 'counter'],
      ['cartwright_payment_failures_total', 'counter'],
      ['cartwright_outbox_lag_seconds', 'gauge'],
      ['cartwright_queue_depth', 'gauge'],
      ['cartwright_job_duration_seconds', 'histogram'],
      ['cartwright_job_failures_total', 'counter'],
      ['cartwright_db_pool_connections', 'gauge'],
      ['cartwright_cache_hits_total', 'counter'],
    ]);
    expect(named.map(([name]) => name)).toContain('nodejs_eventloop_lag_p99_seconds');
    expect(named.map(([name]) => name)).toContain('process_resident_memory_bytes');
  });

  it('count an order, its revenue and a failed payment once for each committed event', async () => {
    const metrics = make();
    const events: readonly ApplicationEvent[] = [
      { type: 'order.placed', orderId, total, at },
      { type: 'order.payment-failed', orderId, provider: 'sandbox', reference: 'pi_1', at },
      { type: 'order.paid', orderId, captured: total, at },
      { type: 'order.cancelled', orderId, at },
    ];
    metrics.countEvents(events);
    metrics.countEvents([{ type: 'order.paid', orderId, captured: { amount: 500, currency: 'GBP' }, at }]);
    const series = await read(metrics);
    expect(series.get('cartwright_orders_total')).toBe(1);
    expect(series.get('cartwright_revenue_minor_units_total{currency="USD"}')).toBe(1999);
    expect(series.get('cartwright_revenue_minor_units_total{currency="GBP"}')).toBe(500);
    expect(series.get('cartwright_payment_failures_total')).toBe(1);
  });

  it('begin at 0, so that the first order, payment or failed job is an increase', async () => {
    const series = await read(make());
    expect(series.get('cartwright_orders_total')).toBe(0);
    expect(series.get('cartwright_revenue_minor_units_total{currency="USD"}')).toBe(0);
    expect(series.get('cartwright_job_failures_total{job="send-mail"}')).toBe(0);
  });

  it('show the pool, the lag of the outbox and the depth of each queue as they are when they are read', async () => {
    const series = await read(make());
    expect(series.get('cartwright_outbox_lag_seconds')).toBe(1.5);
    expect(series.get('cartwright_queue_depth{job="send-mail"}')).toBe(7);
    expect(series.get('cartwright_queue_depth{job="send-refund"}')).toBe(0);
    expect(series.get('cartwright_db_pool_connections{state="active"}')).toBe(2);
    expect(series.get('cartwright_db_pool_connections{state="idle"}')).toBe(3);
  });

  it.each([
    ['is away', () => errAsync({ type: 'storage.unavailable' })],
    ['does not answer', never],
  ])('leave out what comes from a dependency that %s, and have the rest', async (_fault, reading) => {
    const series = await read(make({ outboxLagMs: reading, queueDepths: reading }));
    expect([...series.keys()].filter((name) => /outbox_lag|queue_depth/u.test(name))).toEqual([]);
    expect(series.get('cartwright_orders_total')).toBe(0);
  });

  it('have the lag again once its dependency is back', async () => {
    let isAway = true;
    const metrics = make({ outboxLagMs: () => (isAway ? errAsync('away') : okAsync(0)) });
    expect((await read(metrics)).has('cartwright_outbox_lag_seconds')).toBe(false);
    isAway = false;
    expect((await read(metrics)).get('cartwright_outbox_lag_seconds')).toBe(0);
  });

  it('read a dependency once for concurrent scrapes', async () => {
    let readings = 0;
    const metrics = make({ outboxLagMs: () => okAsync((readings += 1)) });
    await Promise.all([metrics.render(), metrics.render(), metrics.render()]);
    expect(readings).toBe(1);
  });

  it('count each run of a job, and those that fail or throw as failures', async () => {
    const metrics = make();
    const job = { id: 'event-1.send-mail', name: 'send-mail', payload: {} } as unknown as Job;
    const outcomes = [
      () => okAsync(undefined),
      () => errAsync({ type: 'job.outage' as const, reason: 'away' }),
      () => errAsync({ type: 'job.refused' as const, reason: 'no such order' }),
      () => {
        throw new Error('a defect');
      },
    ];
    for (const outcome of outcomes) {
      const handlers = metrics.measureJobs({ 'send-mail': outcome } as unknown as JobHandlers);
      await Promise.allSettled([(handlers['send-mail'] as (given: Job) => ResultAsync<void, unknown>)(job)]);
    }
    const series = await read(metrics);
    expect(series.get('cartwright_job_duration_seconds_count{job="send-mail"}')).toBe(4);
    expect(series.get('cartwright_job_failures_total{job="send-mail"}')).toBe(3);
  });
});
