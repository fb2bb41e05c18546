import type {
  BeginSecondFactorError,
  ConfirmSecondFactorError,
  RemoveSecondFactorError,
  ResetSecondFactorError,
  UseCases,
} from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { rateLimitProblems } from '../../errors/rate-limit-problems.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { closed, IdParams } from '../../requests/plain-schemas.js';
import type { Routes } from '../../route-types.js';
import { viewUserProblems } from './admin-users.js';
import { AnyPassword } from './identity-schemas.js';
import { wrongPasswordProblems } from './password-problems.js';
import { permissionProblems } from './role-problems.js';

const alreadyOn = {
  'auth.totp-already-on': {
    status: 409,
    title: 'Second factor already added',
    detail: 'Remove it before you add another one.',
  },
} as const;
const notFound = {
  'auth.totp-not-found': {
    status: 409,
    title: 'No second factor',
    detail: 'The set-up of the second factor has not begun.',
    hint: 'Start with `POST /me/totp`.',
  },
} as const;

const beginProblems = {
  ...alreadyOn,
  'auth.sign-in-not-recent': {
    status: 403,
    title: 'The sign-in is not recent',
    detail: 'You signed in more than 15 minutes ago. Enter your password, or sign in again.',
    hint: 'Send `password`.',
  },
  ...wrongPasswordProblems,
  ...rateLimitProblems,
  ...storageProblems,
} satisfies Problems<BeginSecondFactorError>;
const confirmProblems = {
  ...alreadyOn,
  ...notFound,
  'auth.totp-invalid': {
    status: 422,
    title: 'The code is wrong',
    detail: 'Enter the code that the app shows now. If it is refused, check the clock of the device.',
  },
  ...rateLimitProblems,
  ...storageProblems,
} satisfies Problems<ConfirmSecondFactorError>;
const removeProblems = {
  ...notFound,
  ...wrongPasswordProblems,
  'auth.totp-invalid': { status: 403, title: 'Wrong code', detail: 'The code is wrong or already used.' },
  ...rateLimitProblems,
  ...storageProblems,
} satisfies Problems<RemoveSecondFactorError>;

const resetProblems = {
  'user.own-second-factor': {
    status: 409,
    title: 'Your own second factor',
    detail: 'Your own second factor is removed with your password or a code.',
    hint: 'Use `DELETE /me/totp`.',
  },
  'auth.totp-not-found': { status: 409, title: 'No second factor', detail: 'The user has no second factor.' },
  ...permissionProblems,
  ...viewUserProblems,
} satisfies Problems<ResetSecondFactorError>;

const Code = Type.String({ minLength: 1, maxLength: 64 });
const BeginBody = Type.Object(
  { password: Type.Optional(AnyPassword) },
  { ...closed, description: 'Needed only if the sign-in was more than 15 minutes ago.' },
);
const RemoveBody = Type.Object(
  {
    password: Type.Optional(AnyPassword),
    code: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'A code of the app, or a recovery code.' }),
    ),
  },
  { ...closed, minProperties: 1, maxProperties: 1 },
);

/** The second factor of a user: codes of an authenticator app. */
export const secondFactorRoutes =
  ({ beginSecondFactor, confirmSecondFactor, removeSecondFactor, resetSecondFactor }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Signing in'];

    app.post(
      '/me/totp',
      {
        schema: {
          tags,
          operationId: 'beginSecondFactor',
          summary: 'Start adding a second factor',
          description:
            'Show `uri` as a QR code to an authenticator app. Nothing changes until a code has confirmed it. More than ' +
            '15 minutes after the sign-in the password is needed as well.',
          body: BeginBody,
          response: {
            201: Type.Object(
              {
                secret: Type.String({ description: 'Base32, for typing it into an app.' }),
                uri: Type.String({ description: 'otpauth://totp/…' }),
              },
              { title: 'SecondFactor' },
            ),
          },
        },
        config: { access: beginSecondFactor.access, problems: beginProblems, bodyOptional: true },
      },
      async ({ caller, body }, reply) => {
        const begun = await orProblem(beginSecondFactor({ ...body, caller }), beginProblems);
        reply.code(201);
        return begun;
      },
    );

    app.post(
      '/me/totp/confirm',
      {
        schema: {
          tags,
          operationId: 'confirmSecondFactor',
          summary: 'Confirm the second factor with a code',
          description: 'Signing in then requires a code. Each of the ten recovery codes replaces one, once.',
          body: Type.Object({ code: Code }, closed),
          response: {
            200: Type.Object({ recoveryCodes: Type.Array(Type.String()) }, { title: 'RecoveryCodes' }),
          },
        },
        config: { access: confirmSecondFactor.access, problems: confirmProblems },
      },
      async ({ caller, body }) => {
        const { recoveryCodes } = await orProblem(confirmSecondFactor({ ...body, caller }), confirmProblems);
        return { recoveryCodes: [...recoveryCodes] };
      },
    );

    app.delete(
      '/me/totp',
      {
        schema: {
          tags,
          operationId: 'removeSecondFactor',
          summary: 'Remove the second factor',
          description: 'Send your password, or a code.',
          body: RemoveBody,
          response: { 204: Type.Null() },
        },
        config: { access: removeSecondFactor.access, problems: removeProblems },
      },
      async ({ caller, body: { password, code = '' } }, reply) => {
        const proof = password === undefined ? { code } : { password };
        await orProblem(removeSecondFactor({ ...proof, caller }), removeProblems);
        return reply.code(204).send(null);
      },
    );

    app.delete(
      '/admin/users/:id/totp',
      {
        schema: {
          tags,
          operationId: 'resetSecondFactor',
          summary: 'Remove the second factor of a user who has lost it',
          description: 'All their sessions end, and a mail informs them. Make sure of who asks first.',
          params: IdParams,
          response: { 204: Type.Null() },
        },
        config: { access: resetSecondFactor.access, problems: resetProblems },
      },
      async ({ caller, params }, reply) => {
        await orProblem(resetSecondFactor({ caller, userId: params.id }), resetProblems);
        return reply.code(204).send(null);
      },
    );
    done();
  };
