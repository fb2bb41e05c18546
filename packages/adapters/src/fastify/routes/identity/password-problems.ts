import type { PasswordRefused } from '@cartwright/application';
import type { FieldFault } from '../../errors/field-error.js';
import type { Facts, Problems } from '../../errors/problem.js';

/** Problems of the password that a signed-in user confirms an action with. */
export const wrongPasswordProblems = {
  'auth.password-wrong': {
    status: 403,
    title: 'The password is wrong',
    detail: 'Enter the password that you sign in with.',
  },
} as const;

/** Problems of a new password in the field `field`. */
export const passwordProblems = (field: 'password' | 'newPassword') =>
  ({
    'auth.password-too-short': {
      status: 400,
      title: 'The password is too short',
      detail: 'Choose a longer one.',
      facts: ({ minimum }) =>
        fault(field, `must have at least ${minimum} characters`, { code: 'too-short', params: { minimum } }),
    },
    'auth.password-too-long': {
      status: 400,
      title: 'The password is too long',
      detail: 'Choose a shorter one.',
      facts: ({ maximum }) =>
        fault(field, `must have at most ${maximum} characters`, { code: 'too-long', params: { maximum } }),
    },
    'auth.password-too-common': {
      status: 400,
      title: 'The password is too common',
      detail: 'It is one of the 10,000 most common passwords. Choose another one.',
      facts: () => fault(field, 'must not be one of the 10,000 most common passwords', notAllowed),
    },
    'auth.password-guessable': {
      status: 400,
      title: 'The password is easy to guess',
      detail: 'It is your e-mail address, your name or the name of the shop. Choose another one.',
      facts: () => fault(field, 'must not be an e-mail address or a name that belongs to the account', notAllowed),
    },
  }) satisfies Problems<PasswordRefused>;

/** The allowed passwords cannot be listed. */
const notAllowed = { code: 'not-allowed', params: { values: [] } } as const;

const fault = (field: string, message: string, fieldFault: FieldFault): Facts => ({
  errors: [{ field, ...fieldFault, message }],
});
