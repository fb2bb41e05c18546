import { may, type Caller, type Permission, type TokenIssuer } from '@cartwright/application';
import type { FastifyRequest, onRequestHookHandler, RouteOptions } from 'fastify';
import { accessProblems } from '../routes/identity/identity-problems.js';
import { Refusal, refusalOf, type ProblemTable } from '../errors/problem.js';

/**
 * Who may use a route. `open` ones never look at `Authorization` (an expired token must not keep anybody from refreshing
 * it); `anyone` may be a guest, yet a token that is sent must hold.
 */
export type Access = 'open' | 'anyone' | 'user' | { readonly permission: Permission };

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every route that is not `open`. */
    caller: Caller;
  }
  interface FastifyContextConfig {
    readonly access?: Access;
    /** What the route's use case may refuse, for the documentation. */
    readonly problems?: ProblemTable;
    /** The route makes something once per `Idempotency-Key`. */
    readonly idempotent?: boolean;
    /** The route honours `If-Match`. */
    readonly conditional?: boolean;
    /** The route honours `If-None-Match`. */
    readonly revalidated?: boolean;
    /** The route takes no body for an empty one. */
    readonly bodyOptional?: boolean;
    /**
     * Whether answers are held until no process has a lease of what was so before (`holdWrites`). Unless told, those of POST, PUT,
     * PATCH and DELETE are. `false` where no leased read shows what the route writes, or ADR 0028 says why.
     */
    readonly held?: boolean;
    /** The route answers people: its refusals are pages too, no problem documents. */
    readonly page?: boolean;
  }
}

/** Stops the start when a route of the API does not say who may use it: nothing is open by oversight. */
export const requireAccess = ({ method, url, config }: RouteOptions): void => {
  if (config?.access === undefined) throw new Error(`${String(method)} ${url} does not say who may use it`);
};

/** Finds out who asks, and refuses those who may not, before any of the body is read. */
export const authenticate =
  (tokenIssuer: TokenIssuer): onRequestHookHandler =>
  (request, _reply, done) => {
    const { access = 'open' } = request.routeOptions.config;
    if (access === 'open') {
      done();
      return;
    }
    const { authorization } = request.headers;
    if (authorization === undefined) {
      request.caller = { type: 'guest', ...secretsOf(request) };
      done(access === 'anyone' ? undefined : refuse('auth.token-missing'));
      return;
    }
    const token = /^bearer +([^\s]+) *$/iu.exec(authorization)?.[1];
    if (token === undefined) {
      done(refuse('auth.token-invalid'));
      return;
    }
    void tokenIssuer.verify(token).match(
      ({ userId, role }) => {
        request.caller = { type: 'user', userId, role, ...secretsOf(request) };
        const allowed = typeof access === 'string' || may(role, access.permission);
        done(allowed ? undefined : refuse('auth.forbidden'));
      },
      (error) => done(refusalOf(error, accessProblems)),
    );
  };

/** The signed-in caller of a route whose access is `user` or a permission. */
export function signedIn({ caller }: FastifyRequest): Extract<Caller, { readonly type: 'user' }> {
  if (caller.type === 'guest') throw refuse('auth.token-missing');
  return caller;
}

const refuse = (code: keyof typeof accessProblems): Refusal => new Refusal(code, accessProblems[code]);

function secretsOf({ headers }: FastifyRequest): Pick<Caller, 'cartToken' | 'orderToken'> {
  const cartToken = headers['x-cart-token'];
  const orderToken = headers['x-order-token'];
  return {
    ...(typeof cartToken === 'string' ? { cartToken } : {}),
    ...(typeof orderToken === 'string' ? { orderToken } : {}),
  };
}
