import type { UseCases } from '@cartwright/application';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { beginRefusal, tellableRefusal } from '../../errors/respond-to-errors.js';
import { orProblem } from '../../errors/problem.js';
import { clientOf } from '../../requests/client.js';
import { closed, personName } from '../../requests/plain-schemas.js';
import { readForms } from '../../requests/read-forms.js';
import { pageHeaders } from '../../responses/security-headers.js';
import type { Routes } from '../../route-types.js';
import { acceptInvitationProblems, resetPasswordProblems, verifyEmailProblems } from './account-links.js';
import { LinkToken, NewPassword } from './identity-schemas.js';
import { accountPagePolicy, renderAccountPage, type AccountPage } from './render-account-page.js';

const Page = { description: 'A page.', content: { 'text/html': { schema: Type.String() } } };
const LinkQuery = Type.Object({ token: Type.Optional(Type.String({ maxLength: 200 })) }, closed);
const consumes = ['application/x-www-form-urlencoded'];

/** A page with a form that is submitted to the page itself. */
type FormPage = Pick<AccountPage, 'title' | 'text'> & Omit<NonNullable<AccountPage['form']>, 'token'>;

/**
 * Pages for links in mails if the shop has no storefront. People read them, so refusals are pages
 * too.
 */
export const accountPageRoutes =
  ({
    resetPassword,
    verifyEmail,
    acceptInvitation,
  }: Pick<UseCases, 'resetPassword' | 'verifyEmail' | 'acceptInvitation'>): Routes =>
  (app, _options, done) => {
    readForms(app);
    app.setErrorHandler((error, request, reply) => {
      const refusal = tellableRefusal(error, request);
      return sendPage(beginRefusal(refusal, request, reply), messageFor(refusal.status, refusal.code));
    });
    const page = { tags: ['Signing in'], querystring: LinkQuery, response: { 200: Page } };

    const formPage = (path: string, facts: { operationId: string; summary: string }, form: FormPage): void => {
      app.get(
        path,
        {
          helmet: pageHeaders,
          schema: { ...page, ...facts, description: 'Mails link to it if `STOREFRONT_URL` is not set.' },
          config: { access: 'open', page: true, problems: {} },
        },
        async ({ query: { token = '' } }, reply) => {
          const { title, text, fields, button } = form;
          return sendPage(reply, renderAccountPage({ title, text, form: { token, fields, button } }));
        },
      );
    };
    const submitted = { ...page, description: 'The form of the page. The response is a page, too.', consumes };

    formPage(
      '/reset-password',
      { operationId: 'openPasswordResetPage', summary: 'The page that sets a new password' },
      {
        title: 'Set a new password',
        text: 'Choose a password of at least 8 characters.',
        fields: [{ name: 'password', label: 'New password' }],
        button: 'Save',
      },
    );

    app.post(
      '/reset-password',
      {
        helmet: pageHeaders,
        schema: {
          ...submitted,
          operationId: 'submitPasswordResetPage',
          summary: 'Submit the page that sets a new password',
          body: Type.Object({ token: LinkToken, password: NewPassword }, closed),
        },
        config: { access: 'open', page: true, problems: resetPasswordProblems },
      },
      async (request, reply) => {
        await orProblem(resetPassword({ ...request.body, client: clientOf(request) }), resetPasswordProblems);
        return sendPage(
          reply,
          renderAccountPage({
            title: 'Your new password is set',
            text: 'Sign in with it. You are signed out everywhere.',
          }),
        );
      },
    );

    formPage(
      '/invitation',
      { operationId: 'openInvitationPage', summary: 'The page that accepts an invitation' },
      {
        title: 'Accept the invitation',
        text: 'Choose a password of at least 8 characters.',
        fields: [
          { name: 'name', label: 'Your name' },
          { name: 'password', label: 'New password' },
        ],
        button: 'Accept',
      },
    );

    app.post(
      '/invitation',
      {
        helmet: pageHeaders,
        schema: {
          ...submitted,
          operationId: 'submitInvitationPage',
          summary: 'Submit the page that accepts an invitation',
          body: Type.Object({ token: LinkToken, password: NewPassword, name: personName }, closed),
        },
        config: { access: 'open', page: true, problems: acceptInvitationProblems },
      },
      async (request, reply) => {
        await orProblem(acceptInvitation({ ...request.body, client: clientOf(request) }), acceptInvitationProblems);
        return sendPage(
          reply,
          renderAccountPage({ title: 'You have an account now', text: 'Sign in with your e-mail and your password.' }),
        );
      },
    );

    formPage(
      '/verify-email',
      { operationId: 'openEmailVerificationPage', summary: 'The page that verifies an e-mail' },
      {
        title: 'Confirm your e-mail address',
        text: 'Press the button to confirm that the address is yours.',
        fields: [],
        button: 'Confirm',
      },
    );

    app.post(
      '/verify-email',
      {
        helmet: pageHeaders,
        schema: {
          ...submitted,
          operationId: 'submitEmailVerificationPage',
          summary: 'Submit the page that verifies an e-mail',
          body: Type.Object({ token: LinkToken }, closed),
        },
        config: { access: 'open', page: true, problems: verifyEmailProblems },
      },
      async ({ body }, reply) => {
        await orProblem(verifyEmail(body), verifyEmailProblems);
        return sendPage(
          reply,
          renderAccountPage({ title: 'Your e-mail address is confirmed', text: 'You can close this page.' }),
        );
      },
    );
    done();
  };

const sendPage = (reply: FastifyReply, page: string): FastifyReply =>
  reply.header('content-security-policy', accountPagePolicy).type('text/html; charset=utf-8').send(page);

function messageFor(status: number, code: string): string {
  if (status >= 500) {
    return renderAccountPage({ title: 'The page is not available', text: 'Please try again in a moment.' });
  }
  if (code === 'auth.link-invalid') {
    return renderAccountPage({
      title: 'The link does not work',
      text: 'It was used before, has expired, or is not complete. Request another one.',
    });
  }
  if (code === 'auth.password-too-common' || code === 'auth.password-guessable') {
    return renderAccountPage({
      title: 'That password is too common',
      text: 'Go back and choose one that is not so easy to guess.',
    });
  }
  return renderAccountPage({ title: 'That did not work', text: 'Go back and check what you entered.' });
}
