import type { Decision } from '../src/index.js';

/** The value of a decision that the test takes for accepted. */
export function accepted<T, E>(decision: Decision<T, E>): T {
  if (decision.ok) return decision.value;
  throw new Error(`refused: ${JSON.stringify(decision.error)}`);
}

/** The reason of a decision that the test takes for refused. */
export function refused<T, E>(decision: Decision<T, E>): E {
  if (!decision.ok) return decision.error;
  throw new Error(`accepted: ${JSON.stringify(decision.value)}`);
}
