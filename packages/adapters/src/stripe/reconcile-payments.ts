import type { Clock, PaymentGateway, PaymentsUnavailable, ProviderEvent } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { Stripe } from 'stripe';
import type { CallError, CallStripe } from './call-stripe.js';
import { eventsOfDispute, eventsOfIntent, eventsOfRefund } from './reconciled-events.js';
import { ownPayment } from './provider-events.js';

type Deps = {
  readonly stripe: Stripe;
  readonly calls: CallStripe;
  readonly shopId: string;
  readonly clock: Clock;
  readonly pageSize: number;
};
type Page = { readonly events: readonly ProviderEvent[]; readonly last: string | undefined; readonly hasMore: boolean };
type Period = { readonly created: { readonly gte: number; readonly lt: number } };
type Paging = { readonly limit: number; readonly starting_after?: string };

/** The lists in reading order: refunds after payments. */
const lists = ['payments', 'refunds', 'disputes'] as const;

/** Reads the state of payments from Stripe. */
export function makeReconcilePayments({
  stripe,
  calls,
  shopId,
  clock,
  pageSize,
}: Deps): Pick<PaymentGateway, 'eventsBetween' | 'eventsOf'> {
  const read: Readonly<Record<(typeof lists)[number], (period: Period, paging: Paging) => Promise<Page>>> = {
    payments: async (period, paging) => {
      const seenAt = clock.now();
      const page = await stripe.paymentIntents.list({ ...period, ...paging, expand: ['data.latest_charge'] });
      return pageOf(page, shopId, (intent) => eventsOfIntent(intent, shopId, seenAt));
    },
    refunds: async (period, paging) =>
      pageOf(
        await stripe.refunds.list({ ...period, ...paging, expand: ['data.payment_intent'] }),
        shopId,
        eventsOfRefund,
      ),
    disputes: async (period, paging) =>
      pageOf(
        await stripe.disputes.list({ ...period, ...paging, expand: ['data.payment_intent'] }),
        shopId,
        eventsOfDispute,
      ),
  };

  /** By the id of a payment intent or of a checkout session; a page without a payment attempt has no intent. */
  async function findIntent(reference: string): Promise<Stripe.PaymentIntent | null> {
    if (!reference.startsWith('cs_')) return stripe.paymentIntents.retrieve(reference, { expand: ['latest_charge'] });
    const { payment_intent: intent } = await stripe.checkout.sessions.retrieve(reference, {
      expand: ['payment_intent.latest_charge'],
    });
    return intent as Stripe.PaymentIntent | null;
  }

  async function eventsOfPayment(reference: string): Promise<readonly ProviderEvent[]> {
    const seenAt = clock.now();
    const intent = await findIntent(reference);
    if (intent === null || ownPayment(intent.metadata, shopId) === undefined) return [];
    const ofPayment = { payment_intent: intent.id, limit: 100, expand: ['data.payment_intent'] };
    const [refunds, disputes] = [
      await everything(stripe.refunds.list(ofPayment)),
      await everything(stripe.disputes.list(ofPayment)),
    ];
    return [
      ...eventsOfIntent(intent, shopId, seenAt),
      ...refunds.toReversed().flatMap((refund) => eventsOfRefund(refund, shopId)),
      ...disputes.toReversed().flatMap((dispute) => eventsOfDispute(dispute, shopId)),
    ];
  }

  return {
    eventsBetween: ({ from, to }, cursor) => {
      const { list, after } = cursorOf(cursor);
      const paging = { limit: pageSize, ...(after === '' ? {} : { starting_after: after }) };
      return calls
        .call(() => read[list]({ created: { gte: secondOf(from), lt: secondOf(to) } }, paging))
        .map(({ events, last, hasMore }) => {
          const next = hasMore ? list : lists[lists.indexOf(list) + 1];
          return { events, ...(next === undefined ? {} : { nextCursor: `${next}:${hasMore ? (last ?? '') : ''}` }) };
        })
        .mapErr(onlyOutages);
    },
    eventsOf: (reference) =>
      calls
        .call(() => eventsOfPayment(reference))
        .orElse((error): ResultAsync<readonly ProviderEvent[] | undefined, PaymentsUnavailable> =>
          error.type === 'payment.refused' && error.reason === 'resource_missing'
            ? okAsync(undefined)
            : errAsync(onlyOutages(error)),
        ),
  };
}

const pageOf = <T extends { readonly id: string }>(
  { data, has_more: hasMore }: Stripe.ApiList<T>,
  shopId: string,
  tell: (each: T, shopId: string) => readonly ProviderEvent[],
): Page => ({
  events: data.flatMap((each) => tell(each, shopId)),
  last: data.at(-1)?.id,
  hasMore,
});

async function everything<T>(list: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const each of list) all.push(each);
  return all;
}

/**
 * The first full second at or after an instant: Stripe's timestamps are whole seconds.
 */
const secondOf = (instant: Instant): number => Math.ceil(Date.parse(instant) / 1000);

/** `refunds:re_1` continues after that refund. @throws Error for an invalid cursor */
function cursorOf(cursor = 'payments:'): { readonly list: (typeof lists)[number]; readonly after: string } {
  const [name, after = ''] = cursor.split(':');
  const list = lists.find((each) => each === name);
  if (list === undefined) throw new Error(`${cursor} is no cursor of a page`);
  return { list, after };
}

/** A refused read needs a person: a retry would not help, and reconciliation runs again a day later. */
const onlyOutages = (error: CallError): PaymentsUnavailable =>
  error.type === 'payments.unavailable' ? error : { type: 'payments.unavailable', retryAfterSeconds: 60 };
