import type { ChangePasswordError, SessionNotFound, StorageUnavailable, UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { rateLimitProblems } from '../../errors/rate-limit-problems.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { closed, IdParams } from '../../requests/plain-schemas.js';
import type { Routes } from '../../route-types.js';
import { Accepted, AnyPassword, NewPassword, RefreshBody, SessionsResponse } from './identity-schemas.js';
import { passwordProblems } from './password-problems.js';

const sessionProblems = {
  'auth.session-not-found': { status: 404, title: 'No such session', detail: 'It has ended or is not yours.' },
  ...storageProblems,
} satisfies Problems<SessionNotFound | StorageUnavailable>;

const changePasswordProblems = {
  'auth.password-wrong': {
    status: 403,
    title: 'The current password is wrong',
    detail: 'Enter the password that you sign in with.',
  },
  ...passwordProblems('newPassword'),
  ...rateLimitProblems,
  ...storageProblems,
} satisfies Problems<ChangePasswordError>;

const ChangePasswordBody = Type.Object({ currentPassword: AnyPassword, newPassword: NewPassword }, closed);
const Nothing = Type.Null({ description: 'Done.' });

/** Sessions of a user and how they end. */
export const sessionRoutes =
  ({
    logOut,
    logOutEverywhere,
    listMySessions,
    endMySession,
    changePassword,
    requestEmailVerification,
  }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Signing in'];

    app.post(
      '/auth/logout',
      {
        schema: {
          tags,
          operationId: 'logOut',
          summary: 'Sign out',
          description: 'Ends the session of the refresh token, and its access tokens within a minute.',
          body: RefreshBody,
          response: { 204: Nothing },
        },
        config: { access: logOut.access, problems: storageProblems },
      },
      async ({ caller, body }, reply) => {
        await orProblem(logOut({ ...body, caller }), storageProblems);
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/auth/logout-all',
      {
        schema: {
          tags,
          operationId: 'logOutEverywhere',
          summary: 'Sign out everywhere',
          description: 'Ends all your sessions, including this one.',
          response: { 204: Nothing },
        },
        config: { access: logOutEverywhere.access, problems: storageProblems },
      },
      async ({ caller }, reply) => {
        await orProblem(logOutEverywhere({ caller }), storageProblems);
        return reply.code(204).send(null);
      },
    );

    app.get(
      '/me/sessions',
      {
        schema: {
          tags,
          operationId: 'listMySessions',
          summary: 'Your sessions',
          description: 'At most 100, the last used first.',
          response: { 200: SessionsResponse },
        },
        config: { access: listMySessions.access, problems: storageProblems },
      },
      async ({ caller }) => ({ data: await orProblem(listMySessions({ caller }), storageProblems) }),
    );

    app.delete(
      '/me/sessions/:id',
      {
        schema: {
          tags,
          operationId: 'endMySession',
          summary: 'End one of your sessions',
          description: 'Signs out one device. Its access tokens end within a minute.',
          params: IdParams,
          response: { 204: Nothing },
        },
        config: { access: endMySession.access, problems: sessionProblems },
      },
      async ({ caller, params }, reply) => {
        await orProblem(endMySession({ caller, sessionId: params.id }), sessionProblems);
        return reply.code(204).send(null);
      },
    );

    app.put(
      '/me/password',
      {
        schema: {
          tags,
          operationId: 'changePassword',
          summary: 'Change your password',
          description: 'Your other sessions end. A mail informs you.',
          body: ChangePasswordBody,
          response: { 204: Nothing },
        },
        config: { access: changePassword.access, problems: changePasswordProblems },
      },
      async ({ caller, body }, reply) => {
        await orProblem(changePassword({ ...body, caller }), changePasswordProblems);
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/me/email/verification',
      {
        schema: {
          tags,
          operationId: 'requestEmailVerification',
          summary: 'Mail yourself another link that verifies your e-mail',
          description: 'Nothing is sent if it is verified, or after five mails in an hour.',
          response: { 202: Accepted('The mail is being sent.') },
        },
        config: { access: requestEmailVerification.access, problems: storageProblems },
      },
      async ({ caller }, reply) => {
        await orProblem(requestEmailVerification({ caller }), storageProblems);
        return reply.code(202).send(undefined);
      },
    );
    done();
  };
