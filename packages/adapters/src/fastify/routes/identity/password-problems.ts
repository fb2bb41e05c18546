import type { PasswordRefused } from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';

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
  }) satisfies Problems<PasswordRefused>;

const fault = (field: string, code: string, message: string, params: object = {}) => ({
  errors: [{ field, code, params, message }],
});
