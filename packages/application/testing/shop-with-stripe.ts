/** A shop that is paid by Stripe's stand-in, for tests that compare the books of the two. */
import type { ReceiveWebhook } from '@cartwright/application';
import { signatureOf } from '@cartwright/adapters/testing/stripe-stand-in/webhook-deliveries';
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
