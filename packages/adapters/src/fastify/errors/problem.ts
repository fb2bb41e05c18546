import type { AccessDenied } from '@cartwright/application';
import type { ResultAsync } from 'neverthrow';
import { accessProblems } from './access-problems.js';

/** How one refusal is told over HTTP (RFC 9457). */
export type Problem<E = never> = {
  readonly status: number;
  /** The same for each occurrence. */
  readonly title: string;
  /** What a client's programmer should know; the facts say the rest. */
  readonly detail: string;
  /** What to tell of the error; all its facts when absent. Needed where a fact is called as a standard member is. */
  readonly facts?: (error: E) => object;
};

/**
 * A problem for each error of a use case, so that a new error does not compile until it has a status.
 *
 * @example const cancelOrderProblems = { … } satisfies Problems<CancelOrderError>;
 */
export type Problems<E extends { readonly type: string }> = {
  readonly [T in E['type']]: Problem<Extract<E, { readonly type: T }>>;
};

/** Any table of problems, for what documents them. */
export type ProblemTable = Readonly<Record<string, Pick<Problem, 'status' | 'title'>>>;

/** One member of `errors`: which field of the request is wrong, and how. */
export type FieldError = { readonly field: string; readonly message: string };

/** A refused request on its way to the error handler, which alone turns it into an answer. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: string, { status, title, detail }: Omit<Problem, 'facts'>, facts: object = {}) {
    super(code);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.facts = { ...facts };
  }
}

/** The problem of a use case's error, from the use case's table of problems. Every use case may refuse its caller. */
export function refusalOf<E extends { readonly type: string }>(
  error: E | AccessDenied,
  problems: Problems<NoInfer<E>>,
): Refusal {
  const problem = (problems as unknown as Record<string, Problem<object>>)[error.type] ?? accessProblem(error.type);
  const { type: _code, ...facts } = error;
  return new Refusal(error.type, problem, problem.facts === undefined ? facts : problem.facts(error));
}

const accessProblem = (code: string): Problem<object> => accessProblems[code as AccessDenied['type']];

/** A use case's value; its error is thrown as a problem for Fastify's error handler. */
export async function orProblem<T, E extends { readonly type: string }>(
  outcome: ResultAsync<T, E | AccessDenied>,
  problems: Problems<NoInfer<E>>,
): Promise<T> {
  const result = await outcome;
  if (result.isErr()) throw refusalOf(result.error, problems);
  return result.value;
}
