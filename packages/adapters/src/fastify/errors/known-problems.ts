import type { FastifyInstance, RouteOptions } from 'fastify';
import { accessProblems } from './access-problems.js';
import { browserSessionProblems, csrfProblems } from './browser-session-problems.js';
import type { ProblemTable } from './problem.js';
import type { Wording } from './wording.js';
import { problemsOf } from './problems-of-route.js';
import { rateLimitProblems } from './rate-limit-problems.js';
import { requestProblems } from './request-problems.js';
import { storageProblems } from './unavailable-problems.js';

/** Everything that is published about one code. */
export type KnownProblem = {
  readonly code: string;
  /** More than one where operations explain the code differently. */
  readonly wordings: readonly Wording[];
  /** `POST /api/v1/orders`: the operations that can return it. Empty for a problem of any request. */
  readonly operations: readonly string[];
};
export type KnownProblems = ReadonlyMap<string, KnownProblem>;

/** Problems of any request, whatever its route. */
const ofAnyRequest: ProblemTable = {
  ...requestProblems,
  ...accessProblems,
  ...csrfProblems,
  ...browserSessionProblems,
  ...rateLimitProblems,
  ...storageProblems,
};

/**
 * Collects the problems of all routes that are registered from now on: the same tables that give errors their status,
 * so that no code lacks its page. The returned function combines them at its first call.
 */
export function collectProblems(app: FastifyInstance): () => KnownProblems {
  const routes: RouteOptions[] = [];
  let known: KnownProblems | undefined;
  app.addHook('onRoute', (route: RouteOptions) => void routes.push(route));
  return () => (known ??= problemsOfAll(routes));
}

function problemsOfAll(routes: readonly RouteOptions[]): KnownProblems {
  const known = new Map<string, KnownProblem>();
  const add = (table: ProblemTable, operation: string | undefined): void => {
    for (const [code, wording] of Object.entries(table)) {
      // A defect is returned as `server.defect`.
      if (wording.status === 500 && code !== 'server.defect') continue;
      const { wordings, operations } = known.get(code) ?? { wordings: [], operations: [] };
      const isNew = wordings.every(({ status, detail }) => status !== wording.status || detail !== wording.detail);
      const isOfRoute = operation !== undefined && !(code in ofAnyRequest);
      known.set(code, {
        code,
        wordings: isNew ? [...wordings, wording] : wordings,
        operations: isOfRoute ? [...operations, operation] : operations,
      });
    }
  };
  add(ofAnyRequest, undefined);
  for (const route of routes) {
    if (route.method === 'HEAD' || route.schema?.hide === true) continue;
    add(problemsOf(route), `${String(route.method)} ${route.url}`);
  }
  return known;
}
