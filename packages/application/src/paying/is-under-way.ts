import type { Order } from '@cartwright/domain';

/** A payment as its provider names it. */
type PaymentKey = { readonly provider: string; readonly reference: string };

/** Whether a delayed payment is under way: it has begun, was not captured, and has not failed since. */
export function isUnderWay({ payments, processingPayments, failedPayments }: Order, key: PaymentKey): boolean {
  const isSame = ({ provider, reference }: PaymentKey): boolean =>
    provider === key.provider && reference === key.reference;
  return (
    !payments.some(isSame) &&
    processingPayments.some(
      (begun) =>
        isSame(begun) &&
        !failedPayments.some((failed) => isSame(failed) && Date.parse(failed.at) >= Date.parse(begun.at)),
    )
  );
}
