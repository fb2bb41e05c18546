import type {
  BounceRefundError,
  ConfirmRefundError,
  RecordDisputeError,
  RecordPaymentError,
  RefundOrderError,
} from '@cartwright/domain';
import type { Refusal } from '../from-domain.js';
import type { OrderNotFound } from '../ordering/authorize-order.js';

/** The event is about a payment that the shop did not start, or does not know yet. */
export type PaymentNotOurs = { readonly type: 'payment.not-ours'; readonly reference: string };

/** Why the shop refuses what a payment provider reports. */
export type ProviderEventRefused =
  | OrderNotFound
  | PaymentNotOurs
  | Refusal<RecordPaymentError | RefundOrderError | ConfirmRefundError | BounceRefundError | RecordDisputeError>;
