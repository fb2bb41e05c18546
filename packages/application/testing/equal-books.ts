import type { StripeStandIn } from '@cartwright/adapters/testing/stripe-stand-in/start-stripe-stand-in';
import type { Order } from '@cartwright/domain';
import { expect } from 'vitest';
import type { Shop } from './shop-in-memory.js';

type Entry = readonly [what: string, id: string, status: string, amount: number];

/** Checks that Stripe and the shop agree on each payment, refund and dispute of the shop's orders, in cents. */
export async function expectEqualBooks({ stripe, store }: Pick<Shop, 'store'> & { readonly stripe: StripeStandIn }) {
  const orders = [...store.committed().orders.values()].map(({ order }) => order);
  expect(await booksOfShop(stripe, orders)).toEqual(await booksOfStripe(stripe, orders));
}

/** What Stripe holds of the orders: their payments, with their refunds and disputes. */
async function booksOfStripe(stripe: StripeStandIn, orders: readonly Order[]): Promise<readonly Entry[]> {
  const orderIds = new Set<unknown>(orders.map(({ id }) => id));
  const intents = (await stripe.paymentIntents()).filter(({ metadata }) => orderIds.has(metadata['orderId']));
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

/** What the shop has recorded of the orders, in Stripe's ids. */
async function booksOfShop(stripe: StripeStandIn, orders: readonly Order[]): Promise<readonly Entry[]> {
  const known = await stripe.refunds();
  const stripesId = (id: string): string => known.find(({ metadata }) => metadata?.['refundId'] === id)?.id ?? id;
  return orders
    .flatMap(({ payments, refunds, disputes }) => [
      ...payments.map(({ reference, amount }): Entry => ['payment', reference, 'captured', amount.amount]),
      ...refunds
        .filter(({ status }) => status !== 'failed')
        .map(({ id, status, amount }): Entry => ['refund', stripesId(id), status, amount.amount]),
      ...disputes.map(({ id, status, amount }): Entry => ['dispute', id, status, amount.amount]),
    ])
    .sort(byId);
}

const byId = ([, left]: Entry, [, right]: Entry): number => (left < right ? -1 : 1);
