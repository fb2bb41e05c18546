import type { ProviderEvent } from '@cartwright/application';
import { fromStripeAmount } from './stripe-amount.js';
import type { DisputeShape, IntentShape, RefundShape } from './stripe-shapes.js';

/** What every event says, whatever it tells. */
export type Told = Pick<ProviderEvent, 'provider' | 'eventId' | 'at'>;
/** Whose payment it is, in our own ids. */
export type OwnPayment = Pick<ProviderEvent, 'orderId' | 'mayBeForeign'> & {
  readonly orderId: string;
  readonly paymentId?: string;
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** Whether an id is of our form; Stripe's own, such as `re_…`, are not. */
export const isOwnId = (id: string): boolean => uuid.test(id);

/** One of our ids in Stripe's metadata. Whoever may use the account's dashboard can have written anything there. */
export function ownId(metadata: unknown, name: 'shopId' | 'orderId' | 'paymentId' | 'refundId'): string | undefined {
  const value =
    typeof metadata === 'object' && metadata !== null
      ? (metadata as Readonly<Record<string, unknown>>)[name]
      : undefined;
  return typeof value === 'string' && isOwnId(value) ? value : undefined;
}

/**
 * `undefined` for somebody else's payment on the same account. Without a shop's id it is one of ours from before the
 * shop had one, or somebody else's who calls their orders alike.
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
/** The id of what Stripe answers by its id, or as a whole. */
export const idOf = <L extends Linked>(linked: L): string | Extract<L, null | undefined> =>
  typeof linked === 'object' && linked !== null ? linked.id : (linked as string | Extract<L, null | undefined>);

/** Money arrived: `amount` is what did, in Stripe's unit. */
export const captured = (
  told: Told,
  own: OwnPayment,
  { reference, amount, currency }: { readonly reference: string; readonly amount: number; readonly currency: string },
): ProviderEvent => ({
  ...told,
  ...own,
  type: 'payment.captured',
  reference,
  amount: fromStripeAmount(amount, currency),
});

/** Why an attempt failed, in Stripe's own word: https://docs.stripe.com/declines/codes */
export const failureOf = ({ last_payment_error: error }: Pick<IntentShape, 'last_payment_error'>): string =>
  error?.decline_code ?? error?.code ?? 'payment_failed';

/**
 * What a refund's status tells. One that was made in the dashboard has no ids of ours:
 * Stripe's own id stands for it, and the payment that it refunds leads to the order. `payment` is whose that is, where
 * it is known.
 */
export function refundTold(
  told: Told,
  refund: RefundShape,
  payment: OwnPayment | undefined,
  shopId: string,
): ProviderEvent | undefined {
  const reference = idOf(refund.payment_intent);
  if (typeof reference !== 'string') return undefined;
  const own = ownPayment(refund.metadata, shopId);
  // An order's id in metadata that lack the shop's may be of another program: the payment tells the order.
  const isOwn = own !== undefined && own.mayBeForeign !== true;
  const facts = {
    ...told,
    ...(isOwn ? { orderId: own.orderId } : orderOf(payment)),
    refundId: ownId(refund.metadata, 'refundId') ?? refund.id,
    reference,
    amount: fromStripeAmount(refund.amount, refund.currency),
  };
  switch (refund.status) {
    case 'pending':
    // The customer has to say where to send the money: https://docs.stripe.com/refunds#requires-action
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
 * How a dispute ended; `undefined` while it is open. An inquiry that came to nothing, or was prevented, has taken
 * nothing.
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

export function disputeTold(
  told: Told,
  dispute: DisputeShape,
  type: 'dispute.opened' | 'dispute.won' | 'dispute.lost',
  payment?: OwnPayment,
): ProviderEvent | undefined {
  const reference = idOf(dispute.payment_intent);
  if (typeof reference !== 'string') return undefined;
  return {
    ...told,
    ...orderOf(payment),
    type,
    disputeId: dispute.id,
    reference,
    amount: fromStripeAmount(dispute.amount, dispute.currency),
  };
}

/** The order of a payment. Of a payment that is not known anybody may have made it. */
const orderOf = (payment: OwnPayment | undefined): Pick<ProviderEvent, 'orderId' | 'mayBeForeign'> => {
  if (payment === undefined) return { mayBeForeign: true };
  const { orderId, mayBeForeign } = payment;
  return { orderId, ...(mayBeForeign === undefined ? {} : { mayBeForeign }) };
};

/** Stripe counts whole seconds. */
export const instantOf = (seconds: number): string => new Date(seconds * 1000).toISOString();
