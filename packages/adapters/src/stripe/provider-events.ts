import type { ProviderEvent } from '@cartwright/application';
import { fromStripeAmount } from './stripe-amount.js';
import type { DisputeShape, IntentShape, RefundShape } from './stripe-shapes.js';

/** The fields of every event. */
export type EventHeader = Pick<ProviderEvent, 'provider' | 'eventId' | 'at'>;
/** Our own ids of a payment. */
export type OwnPayment = Pick<ProviderEvent, 'orderId' | 'mayBeForeign'> & {
  readonly orderId: string;
  readonly paymentId?: string;
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** Whether an id has our format; Stripe's ids, such as `re_…`, do not. */
export const isOwnId = (id: string): boolean => uuid.test(id);

/** One of our ids in Stripe's metadata, which users of the account's dashboard can edit freely. */
export function ownId(metadata: unknown, name: 'shopId' | 'orderId' | 'paymentId' | 'refundId'): string | undefined {
  const value =
    typeof metadata === 'object' && metadata !== null
      ? (metadata as Readonly<Record<string, unknown>>)[name]
      : undefined;
  return typeof value === 'string' && isOwnId(value) ? value : undefined;
}

/**
 * `undefined` for a foreign payment on the same account. Without a shop id it is one of ours from before the
 * shop had one, or a foreign one with similar order ids.
 */
export function ownPayment(metadata: unknown, shopId: string): OwnPayment | undefined {
  const [owner, orderId, paymentId] = [
    ownId(metadata, 'shopId'),
    ownId(metadata, 'orderId'),
    ownId(metadata, 'paymentId'),
  ];
  if (orderId === undefined || (owner ?? shopId) !== shopId) return undefined;
  return {
    orderId,
    ...(paymentId === undefined ? {} : { paymentId }),
    ...(owner === undefined ? { mayBeForeign: true } : {}),
  };
}

type Linked = string | { readonly id: string } | null | undefined;
/** The id of a resource that is expanded or only an id. */
export const idOf = <L extends Linked>(linked: L): string | Extract<L, null | undefined> =>
  typeof linked === 'object' && linked !== null ? linked.id : (linked as string | Extract<L, null | undefined>);

/** A captured payment: `amount` in Stripe's unit. */
export const captured = (
  header: EventHeader,
  own: OwnPayment,
  { reference, amount, currency }: { readonly reference: string; readonly amount: number; readonly currency: string },
): ProviderEvent => ({
  ...header,
  ...own,
  type: 'payment.captured',
  reference,
  amount: fromStripeAmount(amount, currency),
});

/** Why an attempt failed, by Stripe's code: https://docs.stripe.com/declines/codes */
export const failureOf = ({ last_payment_error: error }: Pick<IntentShape, 'last_payment_error'>): string =>
  error?.decline_code ?? error?.code ?? 'payment_failed';

/**
 * The events of a refund's status. A refund made in the dashboard has none of our ids:
 * it is identified by Stripe's id, and its payment leads to the order. `payment` has our ids of that payment, if
 * known.
 */
export function refundEvent(
  header: EventHeader,
  refund: RefundShape,
  payment: OwnPayment | undefined,
  shopId: string,
): ProviderEvent | undefined {
  const reference = idOf(refund.payment_intent);
  if (typeof reference !== 'string') return undefined;
  const own = ownPayment(refund.metadata, shopId);
  // An order id in metadata without a shop id may be of another program: the payment decides the order.
  const isOwn = own !== undefined && own.mayBeForeign !== true;
  const facts = {
    ...header,
    ...(isOwn ? { orderId: own.orderId } : orderOf(payment)),
    refundId: ownId(refund.metadata, 'refundId') ?? refund.id,
    reference,
    amount: fromStripeAmount(refund.amount, refund.currency),
  };
  switch (refund.status) {
    case 'pending':
    // The customer must provide bank details: https://docs.stripe.com/refunds#requires-action
    case 'requires_action':
      return { ...facts, type: 'refund.pending' };
    case 'succeeded':
      return { ...facts, type: 'refund.confirmed' };
    case 'failed':
    case 'canceled':
      return { ...facts, type: 'refund.failed', reason: refund.failure_reason ?? refund.status };
    default:
      return undefined;
  }
}

/**
 * The result of a dispute; `undefined` while it is open. An inquiry that was closed or prevented has taken
 * no money.
 */
export function disputeEnd({ status }: DisputeShape): 'dispute.won' | 'dispute.lost' | undefined {
  switch (status) {
    case 'won':
    case 'warning_closed':
    case 'prevented':
      return 'dispute.won';
    case 'lost':
      return 'dispute.lost';
    default:
      return undefined;
  }
}

export function disputeEvent(
  header: EventHeader,
  dispute: DisputeShape,
  type: 'dispute.opened' | 'dispute.won' | 'dispute.lost',
  payment?: OwnPayment,
): ProviderEvent | undefined {
  const reference = idOf(dispute.payment_intent);
  if (typeof reference !== 'string') return undefined;
  return {
    ...header,
    ...orderOf(payment),
    type,
    disputeId: dispute.id,
    reference,
    amount: fromStripeAmount(dispute.amount, dispute.currency),
  };
}

/** The order of a payment. An unknown payment may be of another program. */
const orderOf = (payment: OwnPayment | undefined): Pick<ProviderEvent, 'orderId' | 'mayBeForeign'> => {
  if (payment === undefined) return { mayBeForeign: true };
  const { orderId, mayBeForeign } = payment;
  return { orderId, ...(mayBeForeign === undefined ? {} : { mayBeForeign }) };
};

/** Stripe's timestamps are whole seconds. */
export const instantOf = (seconds: number): string => new Date(seconds * 1000).toISOString();
