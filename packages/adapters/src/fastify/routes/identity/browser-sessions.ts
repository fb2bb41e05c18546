import type { SignedInBrowser, SignOutBrowserError, UseCases, ViewBrowserSessionError } from '@cartwright/application';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { browserSessionProblems, csrfProblems } from '../../errors/browser-session-problems.js';
import { orProblem, Refusal, refusalOf, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { clientOf } from '../../requests/client.js';
import { csrfTokenOf, type SecureCookie } from '../../requests/secure-cookie.js';
import type { Routes } from '../../route-types.js';
import { logInProblems } from './auth.js';
import { BrowserSessionResponse, LogInBody } from './identity-schemas.js';
import { presentUser } from './present-user.js';

const originProblems = {
  'auth.origin-not-allowed': {
    status: 403,
    title: 'Origin not allowed',
    detail: 'This page may not sign in to the shop.',
    hint: 'The origin of the page is neither the shop nor in `ALLOWED_ORIGINS`.',
  },
} as const;

const signInProblems = { ...logInProblems, ...originProblems };
const viewProblems = { ...browserSessionProblems, ...storageProblems } satisfies Problems<ViewBrowserSessionError>;
const signOutProblems = { ...csrfProblems, ...storageProblems } satisfies Problems<SignOutBrowserError>;

type Deps = {
  readonly useCases: Pick<UseCases, 'signInBrowser' | 'viewBrowserSession' | 'signOutBrowser'>;
  readonly cookie: SecureCookie;
  readonly publicUrl: string;
  readonly allowedOrigins: readonly string[];
};

/** Sign-in by cookie, for pages of a storefront. The routes are open because they read the cookie themselves. */
export const browserSessionRoutes =
  ({ useCases, cookie, publicUrl, allowedOrigins }: Deps): Routes =>
  (app, _options, done) => {
    const tags = ['Signing in'];
    const origins = new Set([new URL(publicUrl).origin, ...allowedOrigins]);
    const sessionTokenOf = (request: FastifyRequest): { readonly sessionToken?: string } => {
      const sessionToken = cookie.read(request);
      return sessionToken === undefined ? {} : { sessionToken };
    };
    const answer = (reply: FastifyReply, { user, permissions, csrfToken, ...session }: SignedInBrowser) => {
      cookie.set(reply, session.sessionToken, { expires: new Date(session.expiresAt) });
      return { user: presentUser(user), csrfToken, permissions: [...permissions] };
    };

    app.post(
      '/auth/session',
      {
        schema: {
          tags,
          operationId: 'signInBrowser',
          summary: 'Sign in by cookie',
          description:
            'For pages in a browser: a cookie that scripts cannot read replaces the tokens. Send `csrfToken` ' +
            'as `X-CSRF-Token` with each request except GET. A previous session of the browser ends.',
          body: LogInBody,
          response: { 200: BrowserSessionResponse },
        },
        config: { access: 'open', problems: signInProblems, unlimited: true },
      },
      async (request, reply) => {
        refuseForeignOrigin(request, origins);
        const command = { ...request.body, ...sessionTokenOf(request), client: clientOf(request) };
        return answer(reply, await orProblem(useCases.signInBrowser(command), signInProblems));
      },
    );

    app.get(
      '/auth/session',
      {
        schema: {
          tags,
          operationId: 'viewBrowserSession',
          summary: 'Who is signed in by cookie',
          description: 'A reloaded page gets its `csrfToken` here. The session is extended to 30 days.',
          response: { 200: BrowserSessionResponse },
        },
        config: { access: 'open', problems: viewProblems },
      },
      async (request, reply) => {
        const command = { ...sessionTokenOf(request), client: clientOf(request) };
        const session = await useCases.viewBrowserSession(command);
        if (session.isErr()) {
          if (session.error.type === 'auth.session-ended') cookie.clear(reply);
          throw refusalOf(session.error, viewProblems);
        }
        return answer(reply, session.value);
      },
    );

    app.delete(
      '/auth/session',
      {
        schema: {
          tags,
          operationId: 'signOutBrowser',
          summary: 'Sign out by cookie',
          description: 'Ends the session, if there is one, and removes the cookie.',
          response: { 204: Type.Null({ description: 'Done.' }) },
        },
        config: { access: 'open', problems: signOutProblems },
      },
      async (request, reply) => {
        const command = { ...sessionTokenOf(request), ...csrfTokenOf(request) };
        await orProblem(useCases.signOutBrowser(command), signOutProblems);
        cookie.clear(reply);
        return reply.code(204).send(null);
      },
    );
    done();
  };

/**
 * Stops a page of another site from signing a visitor in as somebody else, who would then see what the visitor enters.
 * Only browsers send `Origin`.
 */
function refuseForeignOrigin({ headers: { origin }, host }: FastifyRequest, origins: ReadonlySet<string>): void {
  if (origin === undefined || origins.has(origin)) return;
  if (URL.canParse(origin) && new URL(origin).host === host) return;
  throw new Refusal('auth.origin-not-allowed', originProblems['auth.origin-not-allowed']);
}
