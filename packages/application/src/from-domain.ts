import type { Decision, MalformedInput, MalformedOrder } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';

/** The domain was given a value that its types rule out. */
export type MalformedValue = MalformedInput | MalformedOrder;
/** An error without those that only a defect causes. */
export type Refusal<E> = Exclude<E, { readonly type: MalformedValue['type'] }>;

/**
 * The one bridge from the domain's decisions to neverthrow. Adapters check what comes from outside, and the compiler
 * the rest: a malformed value here is a defect, and throws.
 */
export function fromDomain<T, E extends { readonly type: string }>(decision: Decision<T, E>): Result<T, Refusal<E>> {
  if (decision.ok) return ok(decision.value);
  const { error } = decision;
  if (isMalformed(error)) throw new Error(`malformed value: ${JSON.stringify(error)}`);
  return err(error as Refusal<E>);
}

const isMalformed = ({ type }: { readonly type: string }): boolean =>
  type === 'input.malformed' || type === 'order.malformed';

/**
 * The same for what staff set up: a value that the domain finds malformed is theirs to correct, and is named by its
 * path.
 */
export const fromSetup = <T, E extends { readonly type: string }>(decision: Decision<T, E>): Result<T, E> =>
  decision.ok ? ok(decision.value) : err(decision.error);
