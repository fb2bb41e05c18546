/**
 * The answer of every rule: a value, or a typed reason why not. Rules never throw for bad input.
 *
 * @example
 * const decision = addToCart(cart, 'mug', 2);
 * if (decision.ok) show(decision.value);
 * else if (decision.error.type === 'cart.quantity-out-of-range') explain(decision.error.maximum);
 */
export type Decision<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** An accepted decision that carries `value`. */
export const accept = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

/** A refused decision that carries a typed `error`: a `type` and its facts, never a sentence. */
export const refuse = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });
