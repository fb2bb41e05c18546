import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Stripe } from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startStripeStandIn, type StripeStandIn } from './start-stripe-stand-in.js';

describe('the stand-in’s webhooks', () => {
  let standIn: StripeStandIn;
  let shop: Server;
  let status: number;
  let received: { readonly body: string; readonly signature: string }[];
  const types = () => received.map(({ body }) => (JSON.parse(body) as Stripe.Event).type);

  beforeEach(async () => {
    status = 200;
    received = [];
    shop = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push({
          body: Buffer.concat(chunks).toString('utf8'),
          signature: String(request.headers['stripe-signature']),
        });
        response.writeHead(status).end('{}');
      });
    }).listen(0, '127.0.0.1');
    await once(shop, 'listening');
    standIn = await startStripeStandIn();
    await standIn.setWebhookUrl(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/`);
  });
  afterEach(async () => {
    await standIn.stop();
    shop.closeAllConnections();
    shop.close();
  });
  const paid = async (): Promise<void> => {
    const { hostname, port } = new URL(standIn.url);
    const stripe = new Stripe(standIn.secretKey, { protocol: 'http', host: hostname, port, telemetry: false });
    await standIn.pay((await stripe.paymentIntents.create({ amount: 1000, currency: 'usd' })).id);
  };
  const happened = ['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded'];

  it('wait until the test delivers them, signed as Stripe signs', async () => {
    await paid();
    expect(received).toEqual([]);
    const done = await standIn.deliverPending();
    expect(done.map((each) => each.status)).toEqual([200, 200, 200]);
    expect(types()).toEqual(happened);
    for (const { body, signature } of received) {
      expect(Stripe.webhooks.constructEvent(body, signature, standIn.webhookSecret).id).toBe(
        (JSON.parse(body) as Stripe.Event).id,
      );
    }
    expect(await standIn.pendingEvents()).toEqual([]);
  });

  it('come in disorder and twice when the test says so', async () => {
    await paid();
    await standIn.deliverPending('reversed');
    await standIn.deliver((await standIn.events())[0]?.id ?? '');
    expect(types()).toEqual([...happened.toReversed(), happened[0]]);
  });

  it('stay pending while the shop does not take them', async () => {
    await standIn.setDelivery('at-once');
    status = 500;
    await paid();
    await standIn.deliveriesDone();
    expect(types()).toEqual(happened);
    expect(await standIn.pendingEvents()).toHaveLength(3);
    status = 200;
    await standIn.deliverPending();
    expect(await standIn.pendingEvents()).toEqual([]);
  });

  it('can be wrong: old, signed by somebody else, or changed on the way', async () => {
    await paid();
    const [event] = await standIn.events();
    const id = event?.id ?? '';
    await standIn.deliver(id, { signedAt: 1000 });
    await standIn.deliver(id, { secret: 'whsec_of_somebody_else' });
    await standIn.deliver(id, { body: JSON.stringify(event) });
    for (const { body, signature } of received) {
      expect(() => Stripe.webhooks.constructEvent(body, signature, standIn.webhookSecret)).toThrow(
        Stripe.errors.StripeSignatureVerificationError,
      );
    }
    expect(received).toHaveLength(3);
  });
});
