import { startCollector, type Collector } from '@cartwright/adapters/testing/monitoring/start-collector';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { placeAsGuest, shopClient } from '../testing/shop-client.js';
import { startServices, type RunningServices } from '../testing/start-services.js';
import { startProductionShop, type RunningShop } from '../testing/start-shop.js';
import { stockVases } from '../testing/stocked-vase.js';

let services: RunningServices;
let collector: Collector;
let shop: RunningShop;
beforeAll(async () => {
  [services, collector] = await Promise.all([startServices(), startCollector()]);
  shop = await startProductionShop(services, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
});
afterAll(async () => {
  await shop.stop();
  await Promise.all([services.stop(), collector.stop()]);
});

it('one trace leads from the request of an order through outbox and BullMQ to its mail', async () => {
  const call = shopClient(shop.url);
  const variantId = await stockVases(call, 10);
  const { body } = await placeAsGuest(call, [{ variantId, quantity: 1 }], { email: 'grace@example.com' });
  await expect.poll(() => services.smtp.messages.length).toBeGreaterThan(0);

  const inTrace = () => {
    const spans = collector.spans();
    const traceId = spans.find(({ name }) => name === 'POST /api/v1/orders')?.traceId;
    return spans.filter((span) => span.traceId === traceId);
  };
  await expect.poll(() => inTrace().map(({ name }) => name)).toContain('send mail');
  const chain = [];
  for (let span = inTrace().find(({ name }) => name === 'send mail'); span !== undefined;) {
    chain.push(span.name);
    const { parentSpanId } = span;
    span = inTrace().find(({ spanId }) => spanId === parentSpanId);
  }
  expect(chain).toEqual(['send mail', 'job send-mail', 'relay send-mail', 'commit', 'POST /api/v1/orders']);
  for (const secret of ['grace@example.com', 'Grace Guest', String(body.token), 'correct horse battery'])
    expect(collector.received()).not.toContain(secret);
});
