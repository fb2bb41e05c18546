/**
 * The answer of every rule: a value, or a typed reason why not. Rules never throw for bad input.
 *
 * @example
 * const decision = addToCart(cart, 'mug', 1000);
 * decision.ok ? 'added' : decision.error.type; // => 'cart.quantity-out-of-range'
 */
export type Decision<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/**
 * An accepted decision that carries `value`.
 *
 * @example accept(2) // => { ok: true, value: 2 }
 */
export const accept = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

/**
 * A refused decision that carries a typed `error`: a `type` and its facts, never a sentence.
 *
 * @example refuse({ type: 'cart.empty' }) // => { ok: false, error: { type: 'cart.empty' } }
 */
export const refuse = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });

/** Why a decision was refused, if it was. */
export const errorOf = <E>(decision: Decision<unknown, E>): E | undefined => (decision.ok ? undefined : decision.error);
