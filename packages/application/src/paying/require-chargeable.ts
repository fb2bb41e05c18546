import type { Money } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import type { PaymentGateway } from '../ports/payment-gateway.js';

/** The amount is below the minimum of the provider. */
export type OrderBelowPaymentMinimum = {
  readonly type: 'order.below-payment-minimum';
  readonly minimum: Money;
  readonly total: Money;
};

/** Refuses an amount below the minimum of the provider. Zero needs no payment. */
export function requireChargeable(
  { minimumCharge }: Pick<PaymentGateway, 'minimumCharge'>,
  amount: Money,
): Result<Money, OrderBelowPaymentMinimum> {
  const minimum = minimumCharge(amount.currency);
  return minimum === undefined || amount.amount === 0 || amount.amount >= minimum.amount
    ? ok(amount)
    : err({ type: 'order.below-payment-minimum', minimum, total: amount });
}
