/** How a try of a payment ends. `reason` is Stripe's decline or error code. */
export type FinalOutcome = { readonly type: 'captured' } | { readonly type: 'failed'; readonly reason: string };

/**
 * What comes of trying a payment method. A delayed method is in progress first and ends later by `ends`; absent, it
 * stays in progress.
 */
export type MethodOutcome = FinalOutcome | { readonly type: 'processing'; readonly ends?: FinalOutcome };

const captured = { type: 'captured' } as const;
const failed = (reason: string) => ({ type: 'failed', reason }) as const;
const delayed = (ends: FinalOutcome) => ({ type: 'processing', ends }) as const;

/**
 * Stripe's test payment methods that need no further step:
 * https://docs.stripe.com/testing?testing-method=payment-methods and, for bank debits,
 * https://docs.stripe.com/payments/ach-direct-debit/accept-a-payment
 */
const outcomes: ReadonlyMap<string, MethodOutcome> = new Map<string, MethodOutcome>([
  ['pm_card_visa', captured],
  ['pm_card_visa_debit', captured],
  ['pm_card_mastercard', captured],
  ['pm_card_mastercard_debit', captured],
  ['pm_card_amex', captured],
  ['pm_card_discover', captured],
  ['pm_card_jcb', captured],
  ['pm_card_chargeDeclined', failed('card_declined')],
  ['pm_card_chargeDeclinedInsufficientFunds', failed('insufficient_funds')],
  ['pm_card_chargeDeclinedLostCard', failed('lost_card')],
  ['pm_card_chargeDeclinedStolenCard', failed('stolen_card')],
  ['pm_card_chargeDeclinedExpiredCard', failed('expired_card')],
  ['pm_card_chargeDeclinedIncorrectCvc', failed('incorrect_cvc')],
  ['pm_card_chargeDeclinedProcessingError', failed('processing_error')],
  ['pm_card_authenticationRequired', failed('authentication_required')],
  ['pm_usBankAccount_success', delayed(captured)],
  ['pm_usBankAccount_accountClosed', delayed(failed('account_closed'))],
  ['pm_usBankAccount_noAccount', delayed(failed('no_account'))],
  ['pm_usBankAccount_insufficientFunds', delayed(failed('insufficient_funds'))],
  ['pm_usBankAccount_debitNotAuthorized', delayed(failed('debit_not_authorized'))],
  ['pm_usBankAccount_processing', { type: 'processing' }],
]);

/** The methods that the sandbox knows. */
export const sandboxPaymentMethods: readonly string[] = [...outcomes.keys()];

/** What `method` leads to; `undefined` for one that the sandbox does not know. */
export const outcomeOf = (method: string): MethodOutcome | undefined => outcomes.get(method);
