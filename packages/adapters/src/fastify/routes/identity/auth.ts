import type { UseCases } from '@cartwright/application';
import type { Routes } from '../../route-types.js';
import { orProblem } from '../../errors/problem.js';
import { logInProblems, refreshProblems, registerProblems } from './identity-problems.js';
import { LogInBody, RefreshBody, RegisterBody, SignedInAnswer } from './identity-schemas.js';

/** Becoming somebody: these routes ask for no token and hand tokens out. */
export const authRoutes =
  ({ registerCustomer, logIn, refreshSession }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Identity'];

    app.post(
      '/auth/register',
      {
        schema: { tags, summary: 'Register and sign in', body: RegisterBody, response: { 201: SignedInAnswer } },
        config: { access: 'open', problems: registerProblems, held: false },
      },
      async ({ body }, reply) => {
        const signedIn = await orProblem(registerCustomer(body), registerProblems);
        reply.code(201);
        return signedIn;
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
        config: { access: 'open', problems: logInProblems, held: false },
      },
      ({ body }) => orProblem(logIn(body), logInProblems),
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
        config: { access: 'open', problems: refreshProblems, held: false },
      },
      ({ body }) => orProblem(refreshSession(body), refreshProblems),
    );
    done();
  };
