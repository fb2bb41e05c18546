import type {
  AcceptInvitationError,
  ResetPasswordError,
  StorageUnavailable,
  UseCases,
  VerifyEmailError,
} from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { clientOf } from '../../requests/client.js';
import { closed, personName } from '../../requests/plain-schemas.js';
import type { Routes } from '../../route-types.js';
import { Accepted, LinkToken, NewPassword } from './identity-schemas.js';
import { passwordProblems } from './password-problems.js';

export const verifyEmailProblems = {
  'auth.link-invalid': {
    status: 400,
    title: 'The link does not work',
    detail: 'It is not complete, was used before, or has expired. Request another one.',
  },
  ...storageProblems,
} satisfies Problems<VerifyEmailError>;

export const resetPasswordProblems = {
  ...verifyEmailProblems,
  ...passwordProblems('password'),
} satisfies Problems<ResetPasswordError>;

export const acceptInvitationProblems = resetPasswordProblems satisfies Problems<AcceptInvitationError>;

const forgotProblems = storageProblems satisfies Problems<StorageUnavailable>;

const Nothing = Type.Null({ description: 'Done.' });

/** Routes for links in account mails. */
export const accountLinkRoutes =
  ({ requestPasswordReset, resetPassword, verifyEmail, acceptInvitation }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Signing in'];

    app.post(
      '/auth/password/forgot',
      {
        schema: {
          tags,
          operationId: 'requestPasswordReset',
          summary: 'Mail a link that sets a new password',
          description: 'The response is the same for unknown e-mails. At most five mails an hour are sent.',
          body: Type.Object({ email: Type.String({ minLength: 1, maxLength: 254 }) }, closed),
          response: { 202: Accepted('The mail is sent if an account has the e-mail.') },
        },
        config: { access: 'open', problems: forgotProblems },
      },
      async ({ body }, reply) => {
        await orProblem(requestPasswordReset(body), forgotProblems);
        return reply.code(202).send(undefined);
      },
    );

    app.post(
      '/auth/password/reset',
      {
        schema: {
          tags,
          operationId: 'resetPassword',
          summary: 'Set a new password with a mailed link',
          description: 'The link works once, for an hour. All sessions of the account end.',
          body: Type.Object({ token: LinkToken, password: NewPassword }, closed),
          response: { 204: Nothing },
        },
        config: { access: 'open', problems: resetPasswordProblems },
      },
      async (request, reply) => {
        await orProblem(resetPassword({ ...request.body, client: clientOf(request) }), resetPasswordProblems);
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/auth/invitation/accept',
      {
        schema: {
          tags,
          operationId: 'acceptInvitation',
          summary: 'Accept an invitation with a mailed link',
          description: 'Sets the password and replaces the name of the invitation. Sign in afterwards.',
          body: Type.Object({ token: LinkToken, password: NewPassword, name: Type.Optional(personName) }, closed),
          response: { 204: Nothing },
        },
        config: { access: 'open', problems: acceptInvitationProblems },
      },
      async (request, reply) => {
        await orProblem(acceptInvitation({ ...request.body, client: clientOf(request) }), acceptInvitationProblems);
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/auth/email/verify',
      {
        schema: {
          tags,
          operationId: 'verifyEmail',
          summary: 'Verify an e-mail with a mailed link',
          description: 'The link works once, for a week.',
          body: Type.Object({ token: LinkToken }, closed),
          response: { 204: Nothing },
        },
        config: { access: 'open', problems: verifyEmailProblems },
      },
      async ({ body }, reply) => {
        await orProblem(verifyEmail(body), verifyEmailProblems);
        return reply.code(204).send(null);
      },
    );
    done();
  };
