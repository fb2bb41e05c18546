import type {
  BeginProviderSignInError,
  FinishProviderSignInError,
  SignInByCodeError,
  UseCases,
} from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { rateLimitProblems } from '../../errors/rate-limit-problems.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { clientOf } from '../../requests/client.js';
import { closed } from '../../requests/plain-schemas.js';
import { makeSecureCookie } from '../../requests/secure-cookie.js';
import type { Routes } from '../../route-types.js';
import { totpProblems } from './auth.js';
import { SignedInResponse } from './identity-schemas.js';
import { presentSignedIn } from './present-user.js';

const providerNotFound = {
  'auth.provider-not-found': {
    status: 404,
    title: 'Provider not found',
    detail: 'It is not configured.',
  },
} as const;

const beginProblems = {
  ...providerNotFound,
  'auth.return-url-not-allowed': {
    status: 400,
    title: 'The return URL is not allowed',
    detail: 'The shop cannot lead back to this page.',
    hint: 'Use a page of the shop, of `STOREFRONT_URL` or of `ALLOWED_ORIGINS`.',
  },
  'auth.provider-unavailable': {
    status: 503,
    title: 'The provider is unavailable',
    detail: 'Please try again in a moment, or sign in another way.',
    hint: 'Wait for `Retry-After` seconds.',
  },
} satisfies Problems<BeginProviderSignInError>;

const finishProblems = {
  ...providerNotFound,
  'auth.sign-in-not-begun': {
    status: 400,
    title: 'Sign-in not started in this browser',
    detail: 'The sign-in took too long or began in another browser. Please start again.',
    hint: 'Start at `GET /auth/oauth/{provider}` in the same browser and finish within ten minutes.',
  },
  ...storageProblems,
} satisfies Problems<FinishProviderSignInError>;

const codeProblems = {
  'auth.code-invalid': {
    status: 401,
    title: 'Invalid code',
    detail: 'It is unknown, already used or older than a minute. Sign in again.',
  },
  ...totpProblems,
  ...rateLimitProblems,
  ...storageProblems,
} satisfies Problems<SignInByCodeError>;

const ProviderParams = Type.Object({ provider: Type.String({ pattern: '^[a-z0-9_]{1,40}$' }) });
const Redirect = (description: string) => Type.Unsafe<undefined>({ description });

type Deps = {
  readonly useCases: Pick<UseCases, 'beginProviderSignIn' | 'finishProviderSignIn' | 'signInByCode'>;
  readonly publicUrl: string;
};

/** Sign-in with OpenID Connect. A browser is sent to the first two routes; a page calls the third. */
export const providerSignInRoutes =
  ({ useCases: { beginProviderSignIn, finishProviderSignIn, signInByCode }, publicUrl }: Deps): Routes =>
  (app, _options, done) => {
    const tags = ['Signing in'];
    const cookie = makeSecureCookie('sign-in', { publicUrl });

    app.get(
      '/auth/oauth/:provider',
      {
        schema: {
          tags,
          operationId: 'beginProviderSignIn',
          summary: 'Sign in with another service',
          description:
            'Send a browser here. It returns to `returnUrl` with a `code` for `POST /auth/oauth/token`, or with an ' +
            '`error`: `access_denied`, `email_not_verified`, `account_disabled`, `temporarily_unavailable` or ' +
            '`sign_in_failed`. Put a random text into `returnUrl` and check it on return.',
          params: ProviderParams,
          querystring: Type.Object({ returnUrl: Type.String({ minLength: 1, maxLength: 1000 }) }, closed),
          response: { 302: Redirect('To the provider.') },
        },
        config: { access: 'open', problems: beginProblems },
      },
      async ({ params: { provider }, query: { returnUrl } }, reply) => {
        const { url, attempt, expiresAt } = await orProblem(
          beginProviderSignIn({ provider, returnUrl }),
          beginProblems,
        );
        cookie.set(reply, attempt, { expires: new Date(expiresAt) });
        return reply.redirect(url, 302);
      },
    );

    app.get(
      '/auth/oauth/:provider/callback',
      {
        schema: {
          tags,
          operationId: 'finishProviderSignIn',
          summary: 'The callback URL for providers',
          description: 'Register this address at the provider.',
          params: ProviderParams,
          // Providers add their own parameters.
          querystring: Type.Object(
            {
              state: Type.Optional(Type.String()),
              code: Type.Optional(Type.String()),
              error: Type.Optional(Type.String()),
            },
            { additionalProperties: true },
          ),
          response: { 302: Redirect('To the `returnUrl` of the sign-in.') },
        },
        config: { access: 'open', problems: finishProblems },
      },
      async (request, reply) => {
        const attempt = cookie.read(request);
        const [, query = ''] = request.url.split('?');
        const command = { ...request.params, query, ...(attempt === undefined ? {} : { attempt }) };
        const url = await orProblem(finishProviderSignIn(command), finishProblems);
        cookie.clear(reply);
        return reply.redirect(url, 302);
      },
    );

    app.post(
      '/auth/oauth/token',
      {
        schema: {
          tags,
          operationId: 'signInByCode',
          summary: 'Exchange a sign-in code, once, for tokens',
          description:
            'For an account with a second factor the response is `auth.totp-required`: send the code again with `totp`.',
          body: Type.Object(
            {
              code: Type.String({ minLength: 1, maxLength: 200 }),
              totp: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
            },
            closed,
          ),
          response: { 200: SignedInResponse },
        },
        config: { access: 'open', problems: codeProblems },
      },
      (request) =>
        orProblem(signInByCode({ ...request.body, client: clientOf(request) }).map(presentSignedIn), codeProblems),
    );
    done();
  };
