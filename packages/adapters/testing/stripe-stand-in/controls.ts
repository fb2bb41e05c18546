import type { Stripe } from 'stripe';
import { expireOldSessions } from './checkout-sessions.js';
import { decline, pay, payLater, settle, type Attempt } from './customers.js';
import { closeDispute, openDispute } from './disputes.js';
import type { Fault, Faults, HoldRequest } from './faults.js';
import type { IdempotentResponses } from './idempotent-responses.js';
import { createRefund, settleRefund } from './refunds.js';
import type { SeenRequest } from './serve-stripe.js';
import type { StripeAccount } from './stripe-account.js';
import type { Delivery, DeliverOptions, WebhookDeliveries } from './webhook-deliveries.js';

type Controlled = {
  readonly account: StripeAccount;
  readonly deliveries: WebhookDeliveries;
  readonly faults: Faults;
  readonly answers: IdempotentResponses;
  readonly seen: readonly SeenRequest[];
  readonly reachability: { isReachable: boolean };
  readonly advance: (ms: number) => void;
};

/**
 * What tests do at the stand-in beside its API. Arguments and answers are plain data, so that all of it works from
 * another process.
 */
export function makeControls({ account, deliveries, faults, answers, seen, reachability, advance }: Controlled) {
  const { kept } = account;
  const eventOf = (id: string): Stripe.Event => {
    const event = kept.event.get(id);
    if (event === undefined) throw new Error(`there is no event ${id}`);
    return event;
  };
  const fresh = <T>(act: () => T): T => {
    expireOldSessions(account);
    return act();
  };
  return {
    // --- Customers and banks. An id is a card payment's (`pi_…`) or a page's (`cs_…`).
    pay: (id: string, amount?: number): Attempt => fresh(() => pay(account, id, amount)),
    decline: (id: string, declineCode = 'generic_decline'): Attempt => fresh(() => decline(account, id, declineCode)),
    payLater: (id: string): Attempt => fresh(() => payLater(account, id)),
    settle: (id: string, outcome: 'succeeded' | 'failed'): void => settle(account, id, outcome),
    openDispute: (dispute: Parameters<typeof openDispute>[1]): string => openDispute(account, dispute),
    closeDispute: (id: string, outcome: 'won' | 'lost' | 'warning_closed'): void => closeDispute(account, id, outcome),
    /** As somebody does it in Stripe's dashboard: without metadata of ours. */
    refundByHand: (paymentIntent: string, amount: number): string =>
      createRefund(account, { payment_intent: paymentIntent, amount }).id,
    setRefundsBegin: (status: 'succeeded' | 'pending'): void => {
      account.refundsBegin = status;
    },
    settleRefund: (id: string, outcome: 'succeeded' | 'failed'): void => {
      settleRefund(account, id, outcome);
    },

    /** As somebody does it in Stripe's dashboard: changes fields of a product or a price, or makes one. */
    setProductByHand: (id: string, facts: Partial<Stripe.Product>): void => {
      const product = kept.product.get(id);
      if (product === undefined) account.make('product', { metadata: {}, images: [], ...facts, id });
      else Object.assign(product, facts);
    },
    setPriceByHand: (id: string, facts: Partial<Stripe.Price>): void => {
      const price = kept.price.get(id);
      if (price === undefined) account.make('price', { metadata: {}, type: 'one_time', ...facts, id });
      else Object.assign(price, facts);
    },
    deleteProductByHand: (id: string): boolean => kept.product.delete(id),

    // --- What Stripe knows, oldest first.
    paymentIntents: (): Stripe.PaymentIntent[] => [...kept.payment_intent.values()],
    sessions: (): Stripe.Checkout.Session[] => fresh(() => [...kept['checkout.session'].values()]),
    charges: (): Stripe.Charge[] => [...kept.charge.values()],
    refunds: (): Stripe.Refund[] => [...kept.refund.values()],
    disputes: (): Stripe.Dispute[] => [...kept.dispute.values()],
    events: (): Stripe.Event[] => [...kept.event.values()],
    products: (): Stripe.Product[] => [...kept.product.values()],
    prices: (): Stripe.Price[] => [...kept.price.values()],
    requests: (): readonly SeenRequest[] => seen,

    // --- Webhooks.
    setWebhookUrl: (url?: string): void => deliveries.setUrl(url),
    /**
     * `held`, as at the start: the test delivers. `at-once`: each event follows its cause, in order, and is tried once.
     */
    setDelivery: (policy: 'held' | 'at-once'): void => deliveries.setPolicy(policy),
    /** Ids of the events that nobody has answered with 2xx yet, oldest first. */
    pendingEvents: (): readonly string[] => deliveries.pending(),
    /** Delivers one event, however often it was before. */
    deliver: (eventId: string, options: DeliverOptions = {}): Promise<Delivery> =>
      deliveries.deliver(eventOf(eventId), options),
    /** Delivers what is pending, one after another. */
    deliverPending: async (order: 'made' | 'reversed' = 'made'): Promise<Delivery[]> => {
      const ids = [...deliveries.pending()];
      if (order === 'reversed') ids.reverse();
      const done: Delivery[] = [];
      for (const id of ids) done.push(await deliveries.deliver(eventOf(id)));
      return done;
    },
    deliveries: (): readonly Delivery[] => deliveries.log,
    deliveriesDone: (): Promise<void> => deliveries.quiet(),

    // --- Faults and time.
    fail: (fault: Fault): void => faults.add(fault),
    clearFaults: (): void => faults.clear(),
    hold: (request: HoldRequest): number => faults.hold(request),
    reached: (hold: number): Promise<void> => faults.reached(hold),
    release: (hold: number): void => faults.release(hold),
    setReachable: (isReachable: boolean): void => {
      reachability.isReachable = isReachable;
    },
    forgetKeys: (): void => answers.forget(),
    /** Lets time pass at Stripe: pages expire, searches find what was new. */
    advance: (ms: number): void => advance(ms),
  };
}

export type Controls = ReturnType<typeof makeControls>;

/** The controls as tests call them, in this process or another. */
export type StripeControls = {
  readonly [Name in keyof Controls]: (
    ...given: Parameters<Controls[Name]>
  ) => Promise<Awaited<ReturnType<Controls[Name]>>>;
};

type AnyControl = (...given: readonly unknown[]) => unknown;

/** Calls a control by its name. @throws Error for one that there is not */
export async function callControl(controls: Controls, name: string, given: readonly unknown[]): Promise<unknown> {
  if (!Object.hasOwn(controls, name)) throw new Error(`the stand-in has no control ${name}`);
  return (controls as unknown as Readonly<Record<string, AnyControl>>)[name]?.(...given);
}

/** Controls that `call` carries out. */
export const controlsBy = (call: (name: string, given: readonly unknown[]) => Promise<unknown>): StripeControls =>
  new Proxy({} as StripeControls, {
    // A promise that is resolved with this object must not take it for one.
    get: (_target, name) =>
      typeof name === 'string' && name !== 'then' ? (...given: readonly unknown[]) => call(name, given) : undefined,
  });
