/** A refusal of the API (RFC 9457), or what this page itself found wrong with a field. */
export type Problem = {
  readonly status: number;
  readonly code: string;
  readonly title?: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  /** Lines of a file that were refused. */
  readonly failures?: readonly { readonly line: number; readonly column: string; readonly reason: string }[];
};

/** `field` is a dotted path, such as `variants.0.sku`. */
export type FieldError = { readonly field: string; readonly message: string };

/** Thrown by every call that the API refuses. */
export class ApiError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** The problem of whatever was thrown. A `TypeError` of `fetch` means that the server was not reached. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof ApiError) return thrown.problem;
  const detail = thrown instanceof TypeError ? 'The shop cannot be reached. Try again.' : String(thrown);
  return { status: 0, code: 'console.failed', detail };
}

/** Refuses what was typed into a field, before anything is sent. */
export const invalidField = (field: string, message: string): ApiError =>
  new ApiError({
    status: 400,
    code: 'console.invalid',
    detail: 'Check the marked fields.',
    errors: [{ field, message }],
  });
