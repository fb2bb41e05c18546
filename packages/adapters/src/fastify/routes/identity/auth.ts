import type { UseCases, LogInError, RefreshSessionError, RegisterCustomerError } from '@cartwright/application';
import { orProblem, type Problems } from '../../errors/problem.js';
import { rateLimitProblems } from '../../errors/rate-limit-problems.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { clientOf } from '../../requests/client.js';
import type { Routes } from '../../route-types.js';
import { LogInBody, RefreshBody, RegisterBody, SignedInResponse } from './identity-schemas.js';
import { passwordProblems } from './password-problems.js';
import { presentSignedIn } from './present-user.js';

/** Problems of a second factor, which is checked after the password. */
export const totpProblems = {
  'auth.totp-required': {
    status: 401,
    title: 'A code is required',
    detail: 'Enter the code of your authenticator app, or a recovery code.',
    hint: 'Send the code as `totp`.',
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
    detail: 'An account with this e-mail exists. Sign in instead.',
  },
  ...storageProblems,
} satisfies Problems<RegisterCustomerError>;

export const logInProblems = {
  ...rateLimitProblems,
  'auth.invalid-credentials': {
    status: 401,
    title: 'Wrong e-mail or password',
    detail: 'No account has this e-mail and password.',
  },
  ...totpProblems,
  ...storageProblems,
} satisfies Problems<LogInError>;

const refreshProblems = {
  'auth.refresh-token-invalid': {
    status: 401,
    title: 'Invalid refresh token',
    detail: 'It is unknown, expired or revoked. Sign in again.',
  },
  'auth.refresh-token-reused': {
    status: 401,
    title: 'The refresh token was used before',
    detail: 'It may have been stolen, so all tokens of this session are revoked. Sign in again.',
  },
  ...storageProblems,
} satisfies Problems<RefreshSessionError>;

/** Registers and signs in. These routes require no token and return tokens. */
export const authRoutes =
  ({ registerCustomer, logIn, refreshSession }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Signing in'];

    app.post(
      '/auth/register',
      {
        schema: {
          tags,
          operationId: 'registerCustomer',
          summary: 'Register and sign in',
          description: 'Creates an account and signs in. A mail asks to verify the address.',
          body: RegisterBody,
          response: { 201: SignedInResponse },
        },
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
          operationId: 'logIn',
          summary: 'Sign in',
          description: '`POST /carts/{id}/claim` then merges the guest cart.',
          body: LogInBody,
          response: { 200: SignedInResponse },
        },
        // It has its own limits, which let the owner in despite the attempts of others.
        config: { access: 'open', problems: logInProblems, unlimited: true },
      },
      (request) => orProblem(logIn({ ...request.body, client: clientOf(request) }).map(presentSignedIn), logInProblems),
    );

    app.post(
      '/auth/refresh',
      {
        schema: {
          tags,
          operationId: 'refreshSession',
          summary: 'Exchange a refresh token, once, for a new pair',
          description: 'A refresh token that is used twice ends its session, because one of the two may be a thief.',
          body: RefreshBody,
          response: { 200: SignedInResponse },
        },
        config: { access: 'open', problems: refreshProblems },
      },
      (request) =>
        orProblem(refreshSession({ ...request.body, client: clientOf(request) }).map(presentSignedIn), refreshProblems),
    );
    done();
  };
