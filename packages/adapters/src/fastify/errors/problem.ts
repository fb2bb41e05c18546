import type { AccessDenied } from '@cartwright/application';
import type { OrderStatus } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import { accessProblems } from './access-problems.js';
import type { FieldError } from './field-error.js';
import { sentencesOf } from './field-messages.js';
import type { Wording } from './wording.js';

/** The members of every problem. A fact of one of these names would be overwritten. */
export type StandardMember = 'type' | 'title' | 'status' | 'detail' | 'instance' | 'code' | 'requestId';

/** The further members of a problem. */
export type Facts = Readonly<Record<string, unknown>> & { readonly [M in StandardMember]?: never } & {
  readonly errors?: readonly FieldError[];
};

/** The facts of the error to include. */
type Tell<E> = { readonly facts: (error: E) => Facts };

/** The `detail` of one occurrence, where its values help a buyer. */
type Say<E> = { readonly say?: (error: E) => string };

/** An error without its type. The status of an order is named `orderStatus`. */
const factsOf = ({ type: _code, status: orderStatus, ...facts }: AnyError): Facts =>
  orderStatus === undefined ? facts : { ...facts, orderStatus };

type AnyError = { readonly type: string; readonly status?: OrderStatus } & Readonly<Record<string, unknown>>;

/** Whether a fact of the error has the name of a standard member. */
type Collides<E> =
  Extract<
    keyof E,
    Exclude<StandardMember, 'type' | (E extends { readonly status: OrderStatus } ? 'status' : 'type')>
  > extends never
    ? false
    : true;

/**
 * One refusal as an HTTP problem (RFC 9457). Without `facts`, all facts of the error are included. It cannot be
 * absent where a fact has the name of a standard member.
 */
export type Problem<E = never> = Wording & Say<E> & (true extends Collides<E> ? Tell<E> : Partial<Tell<E>>);

/**
 * A problem for each error of a use case, so that a new error does not compile until it has a status.
 *
 * @example const cancelOrderProblems = { … } satisfies Problems<CancelOrderError>;
 */
export type Problems<E extends { readonly type: string }> = {
  readonly [T in E['type']]: Problem<Extract<E, { readonly type: T }>>;
};

/** Any table of problems, for the documentation. */
export type ProblemTable = Readonly<Record<string, Wording>>;

/** A refused request. Only the error handler turns it into a response. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly facts: Facts;

  constructor(code: string, { status, title, detail }: Wording, facts: Facts = {}) {
    super(code);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.title = title;
    this.facts = { ...facts };
    this.detail = detailOf(this.facts) ?? detail;
  }
}

/** A sentence for each field error of a problem, if it has any. */
const detailOf = ({ errors }: Facts): string | undefined =>
  errors === undefined || errors.length === 0 ? undefined : sentencesOf(errors);

/** The problem of a use case's error, from the use case's table of problems. Every use case may refuse its caller. */
export function refusalOf<E extends { readonly type: string }>(
  error: E | AccessDenied,
  problems: Problems<NoInfer<E>>,
): Refusal {
  const problem = (problems as unknown as Record<string, AnyProblem>)[error.type] ?? accessProblem(error.type);
  const { say, facts } = problem;
  const wording = say === undefined ? problem : { ...problem, detail: say(error) };
  return new Refusal(error.type, wording, facts === undefined ? factsOf(error) : facts(error));
}

type AnyProblem = Wording & Say<object> & Partial<Tell<object>>;

const accessProblem = (code: string): AnyProblem => accessProblems[code as AccessDenied['type']];

/** A use case's value; its error is thrown as a problem for Fastify's error handler. */
export async function orProblem<T, E extends { readonly type: string }>(
  outcome: ResultAsync<T, E | AccessDenied>,
  problems: Problems<NoInfer<E>>,
): Promise<T> {
  const result = await outcome;
  if (result.isErr()) throw refusalOf(result.error, problems);
  return result.value;
}
