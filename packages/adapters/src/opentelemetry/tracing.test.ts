import type { Job, JobHandlers, JobQueue } from '@cartwright/application';
import { openShop } from '@cartwright/adapters/testing/shop-over-http';
import { err, okAsync, ResultAsync } from 'neverthrow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startCollector, type Collector } from '../../testing/monitoring/start-collector.js';
import { traceJobs, traceMailer, traceQueue } from './traced-ports.js';
import { makeTracing, type Tracing } from './tracing.js';

let collector: Collector;
let tracing: Tracing;
beforeEach(async () => {
  collector = await startCollector();
  tracing = makeTracing({ endpoint: collector.url, service: 'cartwright-test' });
});
afterEach(async () => collector.stop());

const mail = { id: 'event-1.x', to: 'ada@example.com', subject: 'Your order', text: 'Hello Ada', html: '<p>Hello Ada' };

describe('traces', () => {
  it('follow an event from its commit through the queue and the job to the mail', async () => {
    const mailer = traceMailer(tracing, { send: () => okAsync(undefined), forget: () => okAsync(0) });
    const handlers = traceJobs(tracing, { 'send-mail': () => mailer.send(mail) } as unknown as JobHandlers);
    // As a broker does, which stores the job and knows no context.
    const queue = traceQueue(tracing, {
      add: (job: Job) =>
        new ResultAsync(
          Promise.resolve(JSON.parse(JSON.stringify(job)) as Job).then(async (taken) =>
            (handlers['send-mail'] as (given: Job) => ResultAsync<void, never>)(taken).map(() => 'done' as const),
          ),
        ),
    } as unknown as JobQueue);
    let committed: string | undefined;
    await tracing.inSpan('commit', {}, () => {
      committed = tracing.traceParent();
      return okAsync(undefined);
    });
    const event = { id: 'event-1', jobs: 1, traceParent: committed ?? '' };
    await queue.add({ id: 'event-1.send-mail', name: 'send-mail', payload: {}, event } as unknown as Job);
    await tracing.close();
    const spans = collector.spans();
    const named = (name: string) => spans.find((span) => span.name === name);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(named('relay send-mail')?.parentSpanId).toBe(named('commit')?.spanId);
    expect(named('job send-mail')?.parentSpanId).toBe(named('relay send-mail')?.spanId);
    expect(named('send mail')?.parentSpanId).toBe(named('job send-mail')?.spanId);
    expect(collector.received()).not.toMatch(/\bada\b/iu);
  });

  it('begin with a request, by the pattern of its route, and continue the trace of its caller', async () => {
    const shop = await openShop({ tracing });
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-00` };
    await shop.call('GET', '/api/v1/products?search=secret', { headers });
    await shop.call('GET', `/api/v1/carts/${shop.mug}`, { headers: { traceparent: 'malformed' } });
    await shop.call('GET', '/health/live');
    await tracing.close();
    const [listed, viewed, ...others] = collector.spans();
    expect([listed?.name, listed?.traceId, listed?.parentSpanId]).toEqual([
      'GET /api/v1/products',
      traceId,
      'b7ad6b7169203331',
    ]);
    expect(viewed?.name).toBe('GET /api/v1/carts/:id');
    expect(viewed?.traceId).not.toBe(traceId);
    expect(others).toEqual([]);
    expect(collector.received()).not.toContain('secret');
  });

  it('mark what failed, and name only the type of its error', async () => {
    const refused = { type: 'mail.refused', reason: 'no mailbox ada@example.com' } as const;
    await tracing.inSpan('send mail', {}, () => new ResultAsync(Promise.resolve(err(refused))));
    await tracing.close();
    expect(collector.spans()).toMatchObject([{ name: 'send mail', status: { code: 2, message: 'mail.refused' } }]);
    expect(collector.received()).not.toContain('ada@');
  });

  it('have no span for a commit that nothing traced has caused', async () => {
    await tracing.inSpan('commit', { isOptional: true }, () => okAsync(undefined));
    await tracing.close();
    expect(collector.spans()).toEqual([]);
  });
});
