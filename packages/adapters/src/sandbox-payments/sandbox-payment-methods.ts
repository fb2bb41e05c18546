/** What comes of trying a payment method. `reason` is Stripe's decline or error code. */
export type MethodOutcome = { readonly type: 'captured' } | { readonly type: 'failed'; readonly reason: string };

const captured = { type: 'captured' } as const;
const failed = (reason: string) => ({ type: 'failed', reason }) as const;

/**
 * Stripe's test payment methods that need no further step:
 * https://docs.stripe.com/testing?testing-method=payment-methods
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
]);

/** The methods that the sandbox knows. */
export const sandboxPaymentMethods: readonly string[] = [...outcomes.keys()];

/** What `method` leads to; `undefined` for one that the sandbox does not know. */
export const outcomeOf = (method: string): MethodOutcome | undefined => outcomes.get(method);
