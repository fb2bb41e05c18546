import type { Money } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import type { PaymentGateway } from '../ports/payment-gateway.js';

/** The provider takes no payment as small as what is to be paid. */
export type OrderBelowPaymentMinimum = {
  readonly type: 'order.below-payment-minimum';
  readonly minimum: Money;
  readonly total: Money;
};

/** Refuses an amount that the provider takes no payment for. Zero is not paid at all. */
export function requireChargeable(
  { minimumCharge }: Pick<PaymentGateway, 'minimumCharge'>,
  amount: Money,
): Result<Money, OrderBelowPaymentMinimum> {
  const minimum = minimumCharge(amount.currency);
  return minimum === undefined || amount.amount === 0 || amount.amount >= minimum.amount
    ? ok(amount)
    : err({ type: 'order.below-payment-minimum', minimum, total: amount });
}
