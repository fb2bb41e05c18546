import type { UseCases, LogInError, RefreshSessionError, RegisterCustomerError } from '@cartwright/application';
import { orProblem, type Problems } from '../../errors/problem.js';
import { rateLimitProblems } from '../../errors/rate-limit-problems.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { clientOf } from '../../requests/client.js';
import type { Routes } from '../../route-types.js';
import { LogInBody, RefreshBody, RegisterBody, SignedInAnswer } from './identity-schemas.js';
import { passwordProblems } from './password-problems.js';
import { presentSignedIn } from './present-user.js';

/** Of accounts that have a second factor, which is checked after the password. */
export const totpProblems = {
  'auth.totp-required': {
    status: 401,
    title: 'A code is required',
    detail: 'The account has a second factor: send a code of the app, or a recovery code, as `totp`.',
  },
  'auth.totp-invalid': {
    status: 401,
    title: 'The code is wrong',
    detail: 'It is not of the account, or was used before. Wait for the next one.',
  },
} as const;

const registerProblems = {
  ...passwordProblems('password'),
  ...rateLimitProblems,
  'user.email-taken': {
    status: 409,
    title: 'The e-mail is taken',
    detail: 'Somebody has registered with this e-mail. Sign in instead.',
  },
  ...storageProblems,
} satisfies Problems<RegisterCustomerError>;

export const logInProblems = {
  ...rateLimitProblems,
  'auth.invalid-credentials': {
    status: 401,
    title: 'E-mail or password are wrong',
    detail: 'Nobody has this e-mail with this password.',
  },
  ...totpProblems,
  ...storageProblems,
} satisfies Problems<LogInError>;

const refreshProblems = {
  'auth.refresh-token-invalid': {
    status: 401,
    title: 'The refresh token does not hold',
    detail: 'It is unknown, expired or void. Sign in again.',
  },
  'auth.refresh-token-reused': {
    status: 401,
    title: 'The refresh token was used before',
    detail: 'It may have been stolen, so all tokens of this sign-in are void. Sign in again.',
  },
  ...storageProblems,
} satisfies Problems<RefreshSessionError>;

/** Becoming somebody: these routes ask for no token and hand tokens out. */
export const authRoutes =
  ({ registerCustomer, logIn, refreshSession }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Identity'];

    app.post(
      '/auth/register',
      {
        schema: { tags, summary: 'Register and sign in', body: RegisterBody, response: { 201: SignedInAnswer } },
        config: { access: 'open', problems: registerProblems },
      },
      async (request, reply) => {
        const { body } = request;
        const signedIn = await orProblem(registerCustomer({ ...body, client: clientOf(request) }), registerProblems);
        reply.code(201);
        return presentSignedIn(signedIn);
      },
    );

    app.post(
      '/auth/login',
      {
        schema: {
          tags,
          summary: 'Sign in',
          description: 'What was gathered as a guest is taken along by `POST /carts/{id}/claim`.',
          body: LogInBody,
          response: { 200: SignedInAnswer },
        },
        // It has limits of its own, which let an owner in whatever others try.
        config: { access: 'open', problems: logInProblems, unlimited: true },
      },
      (request) => orProblem(logIn({ ...request.body, client: clientOf(request) }).map(presentSignedIn), logInProblems),
    );

    app.post(
      '/auth/refresh',
      {
        schema: {
          tags,
          summary: 'Exchange a refresh token, once, for a new pair',
          body: RefreshBody,
          response: { 200: SignedInAnswer },
        },
        config: { access: 'open', problems: refreshProblems },
      },
      (request) =>
        orProblem(refreshSession({ ...request.body, client: clientOf(request) }).map(presentSignedIn), refreshProblems),
    );
    done();
  };
