/** The constraint that refused a statement, whichever driver reports it; `undefined` for every other failure. */
export function violatedConstraint(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const { constraint, constraint_name: name } = at as {
      readonly constraint?: unknown;
      readonly constraint_name?: unknown;
    };
    if (typeof name === 'string') return name;
    if (typeof constraint === 'string') return constraint;
  }
  return undefined;
}

/** Another transaction changed what this one rests on: it is run again, and sees that. */
export class ConcurrentChange extends Error {
  /** SQLSTATE of a serialization failure. */
  readonly code = '40001';
}
