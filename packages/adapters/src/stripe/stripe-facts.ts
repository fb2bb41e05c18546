import type { ProviderEvent } from '@cartwright/application';
import { fromStripeAmount } from './stripe-amount.js';
import type { DisputeShape, IntentShape, RefundShape } from './stripe-shapes.js';

/** What every event says, whatever it tells. */
export type Told = Pick<ProviderEvent, 'provider' | 'eventId' | 'at'>;
/** Whose payment it is, in our own ids. */
export type OwnPayment = { readonly orderId: string; readonly paymentId?: string };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** One of our ids in Stripe's metadata. Whoever may use the account's dashboard can have written anything there. */
export function ownId(metadata: unknown, name: 'orderId' | 'paymentId' | 'refundId'): string | undefined {
  const value =
    typeof metadata === 'object' && metadata !== null
      ? (metadata as Readonly<Record<string, unknown>>)[name]
      : undefined;
  return typeof value === 'string' && uuid.test(value) ? value : undefined;
}

/** `undefined` for somebody else's payment on the same account. */
export function ownPayment(metadata: unknown): OwnPayment | undefined {
  const orderId = ownId(metadata, 'orderId');
  const paymentId = ownId(metadata, 'paymentId');
  if (orderId === undefined) return undefined;
  return { orderId, ...(paymentId === undefined ? {} : { paymentId }) };
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
 * What a refund's status tells; nothing while it is under way. One that was made in the dashboard has no ids of ours:
 * Stripe's own id stands for it, and the payment that it refunds leads to the order.
 */
export function refundTold(told: Told, refund: RefundShape, orderIdOfPayment?: string): ProviderEvent | undefined {
  const reference = idOf(refund.payment_intent);
  if (typeof reference !== 'string') return undefined;
  const orderId = ownId(refund.metadata, 'orderId') ?? orderIdOfPayment;
  const facts = {
    ...told,
    ...(orderId === undefined ? {} : { orderId }),
    refundId: ownId(refund.metadata, 'refundId') ?? refund.id,
    reference,
    amount: fromStripeAmount(refund.amount, refund.currency),
  };
  switch (refund.status) {
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
  orderId?: string,
): ProviderEvent | undefined {
  const reference = idOf(dispute.payment_intent);
  if (typeof reference !== 'string') return undefined;
  const order = orderId === undefined ? {} : { orderId };
  return {
    ...told,
    ...order,
    type,
    disputeId: dispute.id,
    reference,
    amount: fromStripeAmount(dispute.amount, dispute.currency),
  };
}

/** Stripe counts whole seconds. */
export const instantOf = (seconds: number): string => new Date(seconds * 1000).toISOString();
