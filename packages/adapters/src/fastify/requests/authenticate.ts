import { checkAccess, mustEnrol, type Access, type Caller, type UseCases } from '@cartwright/application';
import type { FastifyRequest, onRequestHookHandler, RouteOptions } from 'fastify';
import { okAsync, type ResultAsync } from 'neverthrow';
import { accessProblems } from '../errors/access-problems.js';
import { browserSessionProblems, csrfProblems } from '../errors/browser-session-problems.js';
import { refusalOf, type ProblemTable, type Refusal } from '../errors/problem.js';
import { storageProblems } from '../errors/unavailable-problems.js';
import { rateLimitProblems } from '../errors/rate-limit-problems.js';
import { apiKeyOf, bearerTokenOf } from './bearer-token.js';
import { clientOf } from './client.js';
import { csrfTokenOf, type SecureCookie } from './secure-cookie.js';
import { noteRate } from './limit-requests.js';

/**
 * Who may use a route: the access of its use case. An `open` route ignores `Authorization`, so that a caller with an
 * expired token can refresh it; its caller is a guest. On every other route a token that is sent must be valid. A
 * browser sends the cookie of its session instead, and with each write the CSRF token of the session. `by-operation`:
 * the caller is identified, and each operation of the request checks it.
 */
export type RouteAccess = 'open' | 'by-operation' | Exclude<Access, 'internal'>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every route. */
    caller: Caller;
  }
  interface FastifyContextConfig {
    readonly access?: RouteAccess;
    /** The refusals of the route's use case, for the documentation. */
    readonly problems?: ProblemTable;
    /** The route takes an `Idempotency-Key`. */
    readonly idempotent?: boolean | 'optional';
    /** The route honours `If-Match`, with the version of the resource, or a tag of its content. */
    readonly conditional?: boolean | 'content';
    /** The route honours `If-None-Match`. */
    readonly revalidated?: boolean;
    /** The route accepts a request without a body. */
    readonly bodyOptional?: boolean;
    /** The route serves pages, so its refusals are pages instead of problem documents. */
    readonly page?: boolean;
  }
}

/** Throws when a route does not declare its access, so that no route is open by mistake. */
export const requireAccess = ({ method, url, config }: RouteOptions): void => {
  if (config?.access === undefined) throw new Error(`${String(method)} ${url} does not declare its access`);
};

/**
 * Identifies the caller and refuses it before the body is read. The use case checks its caller again, so a
 * route with a wrong access grants nothing.
 */
export const authenticate =
  (
    useCases: Pick<UseCases, 'authenticate' | 'authenticateBrowser' | 'authenticateApiKey' | 'noteSecurityEvent'>,
    cookie: SecureCookie,
  ): onRequestHookHandler =>
  (request, reply, done) => {
    const { access = 'open' } = request.routeOptions.config;
    const { authorization } = request.headers;
    const admit = (caller: Caller): void => {
      request.caller = caller;
      const refusal = refusalOfCaller(caller, access);
      if (refusal === undefined) return done();
      const refuse = (): void => done(refusal);
      return void noteForbidden(useCases, request).match(refuse, refuse);
    };
    if (access === 'open') return admit(strangerOf(request));
    const guest: Caller = { type: 'guest', ...addressOf(request), ...secretsOf(request) };
    const sessionToken = authorization === undefined ? cookie.read(request) : undefined;
    if (sessionToken !== undefined) {
      const command = { sessionToken, ...csrfTokenOf(request), isWrite: !safeMethods.has(request.method) };
      return void useCases.authenticateBrowser(command).match(
        (granted) => admit({ ...guest, ...granted, type: 'user' }),
        // A browser keeps sending a cookie that has expired, and its pages cannot remove it.
        (error) => (error.type === 'auth.session-ended' ? admit(guest) : done(refusalOf(error, browserProblems))),
      );
    }
    if (authorization === undefined) return admit(guest);
    const key = apiKeyOf(request);
    if (key !== undefined)
      return void useCases.authenticateApiKey({ key, address: clientOf(request).address ?? '' }).match(
        ({ caller, rate }) => {
          noteRate(reply, rate);
          admit({ ...guest, ...caller });
        },
        (error) => done(refusalOf(error, { ...accessProblems, ...rateLimitProblems, ...storageProblems })),
      );
    const token = bearerTokenOf(request);
    if (token === undefined) return done(refusalOf({ type: 'auth.token-invalid' }, accessProblems));
    return void useCases.authenticate(token).match(
      (granted) => admit({ ...guest, ...granted, type: 'user' }),
      (error) => done(refusalOf(error, { ...accessProblems, ...storageProblems })),
    );
  };

/** The refusal of a caller whom an access does not admit. */
export function refusalOfCaller(caller: Caller, access: RouteAccess): Refusal | undefined {
  if (access === 'open' || access === 'by-operation') return undefined;
  if (access === 'anyone') {
    // A user who must add a second factor can do nothing else, not even as a customer.
    return mustEnrol(caller) ? refusalOf({ type: 'auth.totp-enrolment-required' }, accessProblems) : undefined;
  }
  const denied = checkAccess(caller, access);
  return denied.isOk() ? undefined : refusalOf(denied.error, accessProblems);
}

/** Records that a signed-in caller lacks a permission. Guests are not recorded: they only have to sign in. */
export function noteForbidden(
  { noteSecurityEvent }: Pick<UseCases, 'noteSecurityEvent'>,
  { caller, method, routeOptions }: FastifyRequest,
): ResultAsync<unknown, unknown> {
  if (caller.type === 'guest' || routeOptions.config.access === 'anyone') return okAsync(undefined);
  return noteSecurityEvent({
    action: 'auth.forbidden',
    userId: caller.userId,
    ...(caller.type === 'api-key' ? { apiKeyId: caller.keyId } : {}),
    address: caller.address,
    facts: { operation: `${method} ${routeOptions.url ?? ''}` },
  });
}

/** The caller of an open route: a guest, whatever credentials are sent. */
export const strangerOf = (request: FastifyRequest): Caller => ({ type: 'guest', ...addressOf(request) });

/** Requests that change nothing (RFC 9110, 9.2.1). */
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

const browserProblems = { ...browserSessionProblems, ...csrfProblems, ...storageProblems };

function addressOf(request: FastifyRequest): Pick<Caller, 'address'> {
  const { address } = clientOf(request);
  return address === undefined ? {} : { address };
}

function secretsOf({ headers }: FastifyRequest): Pick<Caller, 'cartToken' | 'orderToken'> {
  const cartToken = headers['x-cart-token'];
  const orderToken = headers['x-order-token'];
  return {
    ...(typeof cartToken === 'string' ? { cartToken } : {}),
    ...(typeof orderToken === 'string' ? { orderToken } : {}),
  };
}
