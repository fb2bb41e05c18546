import { checkPayment, type Money, type Order, type OrderStatus } from '@cartwright/domain';
import type { Result } from 'neverthrow';
import { fromDomain } from '../from-domain.js';

/** Only a pending order can be paid. */
export type OrderNotPayable = {
  readonly type: 'order.not-payable';
  readonly orderId: string;
  readonly status: OrderStatus;
};
/** A delayed payment of the order is under way. */
export type OrderPaymentInProgress = {
  readonly type: 'order.payment-in-progress';
  readonly orderId: string;
  readonly status: OrderStatus;
};

/** The amount left to pay of an order. */
export const payableAmount = (order: Order): Result<Money, OrderNotPayable | OrderPaymentInProgress> =>
  fromDomain(checkPayment(order)).mapErr(({ type, status }) => ({
    type: type === 'order.not-pending' ? ('order.not-payable' as const) : type,
    orderId: order.id,
    status,
  }));
