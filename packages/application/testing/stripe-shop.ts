/**
 * A shop in memory whose payments go to a stand-in for Stripe, on one clock that stands still. Webhooks are held until
 * a test delivers them.
 */
import type { Caller, Ids } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { makeCollectedLog } from '@cartwright/adapters/in-memory/collected-log';
import { makeFakeClock } from '@cartwright/adapters/in-memory/fake-clock';
import { makeStripePaymentGateway } from '@cartwright/adapters/stripe/stripe-gateway';
import { makeStripeWebhookReader } from '@cartwright/adapters/stripe/webhook-reader';
import {
  startStripeStandIn,
  type StripeStandIn,
} from '@cartwright/adapters/testing/stripe-stand-in/start-stripe-stand-in';
import { signatureOf } from '@cartwright/adapters/testing/stripe-stand-in/webhook-deliveries';
import { openShop, request, type Shop } from './shop-in-memory.js';

export type StripeShop = Shop & {
  readonly stripe: StripeStandIn;
  /** Starts a payment under a key of its own. @returns the id of the intent or of the page's session */
  readonly start: (order: Order, caller: Caller, method?: 'card' | 'checkout') => Promise<string>;
  /** Delivers what is not told yet, of Stripe's `first` events. @returns the types of the events that were refused */
  readonly hear: (order?: 'made' | 'reversed', first?: number) => Promise<readonly string[]>;
};

/** UUIDv7 of the clock's time, which the gateway reads. */
const idsBy = (now: () => number): Ids => {
  let count = 0;
  const next = (): string => {
    count += 1;
    const hex = now().toString(16).padStart(12, '0');
    return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${String(count).padStart(12, '0')}`;
  };
  return { next, orderNumber: () => `TEST-${next().slice(-6)}` };
};

type StripeEvent = Awaited<ReturnType<StripeStandIn['events']>>[number];

/** What Stripe's objects of this shop carry. */
export const shopId = '00000000-0000-7000-8000-0000000000cc';

const pages = { successUrl: 'https://shop.example/paid', cancelUrl: 'https://shop.example/cart' };

/** Opens the shop and the stand-in; `stripe.stop` closes it. */
export async function openStripeShop(
  instead: Pick<NonNullable<Parameters<typeof openShop>[0]>, 'unitOfWork'> = {},
): Promise<StripeShop> {
  const clock = makeFakeClock();
  const now = (): number => Date.parse(clock.now());
  const stripe = await startStripeStandIn({ now });
  const { secretKey, url: apiBase, webhookSecret } = stripe;
  const gateway = makeStripePaymentGateway({
    secretKey,
    apiBase,
    clock,
    log: makeCollectedLog(),
    shopId,
    checkoutMs: 3_600_000,
    retries: 0,
  });
  const webhookReader = makeStripeWebhookReader({ secrets: [webhookSecret], livemode: false, shopId, clock });
  const shop = await openShop({ ...instead, clock, ids: idsBy(now), gateway: () => gateway, webhookReader });
  const told = new Set<string>();

  const deliver = async (event: StripeEvent): Promise<string | undefined> => {
    const body = JSON.stringify(event);
    const signature = signatureOf(body, Math.floor(now() / 1000), webhookSecret);
    if (shop.receiveWebhook === undefined) throw new Error('the shop reads webhooks');
    return shop.receiveWebhook({ body: Buffer.from(body), signature }).match(
      () => {
        told.add(event.id);
        return undefined;
      },
      ({ type }) => `${event.type}: ${type}`,
    );
  };
  return {
    ...shop,
    stripe,
    start: async ({ id: orderId }, caller, method = 'card') => {
      const how = { method, ...pages };
      const started = await shop.startPayment({ caller, request: request(shop.ids.next()), orderId, ...how });
      const { paymentId } = started._unsafeUnwrap().payment;
      return shop.store.committed().payments.get(paymentId)?.reference ?? '';
    },
    hear: async (inOrder = 'made', first) => {
      const events = (await stripe.events()).slice(0, first).filter(({ id }) => !told.has(id));
      if (inOrder === 'reversed') events.reverse();
      const refused: string[] = [];
      for (const event of events) {
        const refusal = await deliver(event);
        if (refusal !== undefined) refused.push(refusal);
      }
      return refused;
    },
  };
}
