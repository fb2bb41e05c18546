import type { Decision } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';

/** The one bridge from the domain's decisions to neverthrow. */
export const fromDomain = <T, E>(decision: Decision<T, E>): Result<T, E> =>
  decision.ok ? ok(decision.value) : err(decision.error);
