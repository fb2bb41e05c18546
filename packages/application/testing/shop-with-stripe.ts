/** A shop in memory that is paid by Stripe's stand-in, for tests that compare the books of the two. */
import type { Caller, PaymentGateway, ReceiveWebhook } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { makeCollectedLog } from '@cartwright/adapters/in-memory/collected-log';
import { makeStripePaymentGateway } from '@cartwright/adapters/stripe/stripe-gateway';
import { makeStripeWebhookReader } from '@cartwright/adapters/stripe/webhook-reader';
import {
  startStripeStandIn,
  type StripeStandIn,
} from '@cartwright/adapters/testing/stripe-stand-in/start-stripe-stand-in';
import { signatureOf } from '@cartwright/adapters/testing/stripe-stand-in/webhook-deliveries';
import { openShop, orderNow, request, type Shop } from './shop-in-memory.js';

export type ShopWithStripe = Awaited<ReturnType<typeof openShopWithStripe>>;

/** Opens the shop and the stand-in, on one clock. `gateway` puts another in the place of Stripe's. */
export async function openShopWithStripe({
  gateway: instead = (ordinary) => ordinary,
}: { readonly gateway?: (ordinary: PaymentGateway) => PaymentGateway } = {}) {
  const shopId = '019a9d2e-0000-7000-8000-00000000000a';
  // The shop brings the clock, and takes the gateway.
  const opened: { shop?: Shop } = {};
  const clock = { now: () => opened.shop?.clock.now() ?? '2026-11-21T09:30:00.000Z' };
  const stripe = await startStripeStandIn({ now: () => Date.parse(clock.now()) });
  const { secretKey, webhookSecret, url } = stripe;
  const log = makeCollectedLog();
  const gateway = makeStripePaymentGateway({
    secretKey,
    apiBase: url,
    clock,
    log,
    shopId,
    checkoutMs: 3_600_000,
    retries: 0,
  });
  const webhookReader = makeStripeWebhookReader({ secrets: [webhookSecret], livemode: false, shopId, clock });
  const shop = await openShop({ gateway: () => instead(gateway), webhookReader });
  opened.shop = shop;
  (await shop.ensureAdmin({ email: 'admin@shop.example', password: 'correct horse battery' }))._unsafeUnwrap();

  const delivered = new Set<string>();
  const deliver = async (eventId: string): Promise<Awaited<ReturnType<ReceiveWebhook>>> => {
    const event = (await stripe.events()).find(({ id }) => id === eventId);
    if (event === undefined || shop.receiveWebhook === undefined) throw new Error(`there is no event ${eventId}`);
    const body = JSON.stringify(event);
    const signature = signatureOf(body, Math.floor(Date.parse(clock.now()) / 1000), webhookSecret);
    const received = await shop.receiveWebhook({ body: Buffer.from(body), signature });
    if (received.isOk()) delivered.add(eventId);
    return received;
  };
  /** Of events that the shop has not accepted, by type and oldest first. */
  const pending = async (...types: readonly string[]): Promise<readonly string[]> =>
    (await stripe.events())
      .filter(({ id, type }) => !delivered.has(id) && (types.length === 0 || types.includes(type)))
      .map(({ id }) => id);

  return {
    ...shop,
    stripe,
    gateway,
    deliver,
    pending,
    /** Delivers events until the shop has accepted all, as Stripe does, and runs the jobs that follow. */
    settle: async (order: 'made' | 'reversed' = 'made'): Promise<void> => {
      for (;;) {
        const jobs = await shop.runJobs();
        if (jobs.length > 0) throw new Error(JSON.stringify(jobs));
        const ids = [...(await pending())];
        if (ids.length === 0) return;
        if (order === 'reversed') ids.reverse();
        const refused: unknown[] = [];
        for (const id of ids) (await deliver(id)).mapErr((error) => refused.push(error));
        if (refused.length === ids.length) throw new Error(JSON.stringify(refused));
      }
    },
  };
}

/** Starts a payment; answers the provider's id of it: a payment intent or a page's session. */
export async function startAtStripe(
  { startPayment, store }: ShopWithStripe,
  { id: orderId }: Order,
  caller: Caller,
  { key = 'pay', method = 'card' }: { readonly key?: string; readonly method?: 'card' | 'checkout' } = {},
): Promise<string> {
  const pages = { successUrl: 'https://shop.example/', cancelUrl: 'https://shop.example/' };
  const { payment } = (
    await startPayment({ caller, request: request(key), orderId, method, ...pages })
  )._unsafeUnwrap();
  return store.committed().payments.get(payment.paymentId)?.reference ?? '';
}

type Entry = readonly [what: string, id: string, status: string, amount: number];

/** What Stripe holds of an order: its payments, with their refunds and disputes. */
export async function booksOfStripe(stripe: StripeStandIn, { id: orderId }: Order): Promise<readonly Entry[]> {
  const intents = (await stripe.paymentIntents()).filter(({ metadata }) => metadata['orderId'] === orderId);
  const ids = new Set<unknown>(intents.map(({ id }) => id));
  const [refunds, disputes] = [await stripe.refunds(), await stripe.disputes()];
  return [
    ...intents
      .filter(({ status }) => status === 'succeeded')
      .map(({ id, amount_received: amount }): Entry => ['payment', id, 'captured', amount]),
    ...refunds
      .filter(({ payment_intent: of, status }) => ids.has(of) && status !== 'failed')
      .map(({ id, status, amount }): Entry => ['refund', id, status === 'succeeded' ? 'confirmed' : 'pending', amount]),
    ...disputes
      .filter(({ payment_intent: of }) => ids.has(of))
      .map(({ id, status, amount }): Entry => ['dispute', id, status === 'needs_response' ? 'open' : status, amount]),
  ].sort(byId);
}

/** What the shop has recorded of an order, in Stripe's ids. */
export async function booksOfShop(shop: ShopWithStripe, order: Order): Promise<readonly Entry[]> {
  const { payments, refunds, disputes } = orderNow(shop, order);
  const known = await shop.stripe.refunds();
  const stripesId = (id: string): string => known.find(({ metadata }) => metadata?.['refundId'] === id)?.id ?? id;
  return [
    ...payments.map(({ reference, amount }): Entry => ['payment', reference, 'captured', amount.amount]),
    ...refunds
      .filter(({ status }) => status !== 'failed')
      .map(({ id, status, amount }): Entry => ['refund', stripesId(id), status, amount.amount]),
    ...disputes.map(({ id, status, amount }): Entry => ['dispute', id, status, amount.amount]),
  ].sort(byId);
}

const byId = ([, left]: Entry, [, right]: Entry): number => (left < right ? -1 : 1);
