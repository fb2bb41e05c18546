/** A shop that is paid by Stripe's stand-in, for tests that compare the books of the two. */
import type { ReceiveWebhook } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import type { StripeStandIn } from '@cartwright/adapters/testing/stripe-stand-in/start-stripe-stand-in';
import { signatureOf } from '@cartwright/adapters/testing/stripe-stand-in/webhook-deliveries';
import { orderNow } from './shop-in-memory.js';
import { openStripeShop } from './stripe-shop.js';

export type ShopWithStripe = Awaited<ReturnType<typeof openShopWithStripe>>;

/** Opens the shop and the stand-in, on one clock, with somebody to mail. `stripe.stop` closes it. */
export async function openShopWithStripe() {
  const shop = await openStripeShop();
  const { stripe, clock } = shop;
  (await shop.ensureAdmin({ email: 'admin@shop.example', password: 'correct horse battery' }))._unsafeUnwrap();

  const delivered = new Set<string>();
  const deliver = async (eventId: string): Promise<Awaited<ReturnType<ReceiveWebhook>>> => {
    const event = (await stripe.events()).find(({ id }) => id === eventId);
    if (event === undefined || shop.receiveWebhook === undefined) throw new Error(`there is no event ${eventId}`);
    const body = JSON.stringify(event);
    const signature = signatureOf(body, Math.floor(Date.parse(clock.now()) / 1000), stripe.webhookSecret);
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
