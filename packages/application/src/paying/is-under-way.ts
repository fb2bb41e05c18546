import type { Order } from '@cartwright/domain';

/** A payment with the provider's ids. */
type PaymentKey = { readonly provider: string; readonly reference: string };

/** Whether a delayed payment is in progress: started, not captured and not failed since. */
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
