import type { PasswordRefused } from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';

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
      facts: ({ minimum }) => fault(field, 'too-short', `must have at least ${minimum} characters`, { minimum }),
    },
    'auth.password-too-long': {
      status: 400,
      title: 'The password is too long',
      detail: 'Choose a shorter one.',
      facts: ({ maximum }) => fault(field, 'too-long', `must have at most ${maximum} characters`, { maximum }),
    },
    'auth.password-too-common': {
      status: 400,
      title: 'The password is too common',
      detail: 'It is one of the 10,000 most common passwords. Choose another one.',
      facts: () => fault(field, 'not-allowed', 'must not be one of the 10,000 most common passwords'),
    },
    'auth.password-guessable': {
      status: 400,
      title: 'The password is easy to guess',
      detail: 'It is your e-mail address, your name or the name of the shop. Choose another one.',
      facts: () => fault(field, 'not-allowed', 'must not be an e-mail address or a name that belongs to the account'),
    },
  }) satisfies Problems<PasswordRefused>;

const fault = (field: string, code: string, message: string, params: object = {}) => ({
  errors: [{ field, code, params, message }],
});
