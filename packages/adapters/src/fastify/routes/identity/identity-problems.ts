import type { LogInError, RefreshSessionError, RegisterCustomerError } from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';

export const registerProblems = {
  'user.email-taken': {
    status: 409,
    title: 'The e-mail is taken',
    detail: 'Somebody has registered with this e-mail. Sign in instead.',
  },
  ...storageProblems,
} satisfies Problems<RegisterCustomerError>;

export const logInProblems = {
  'auth.invalid-credentials': {
    status: 401,
    title: 'E-mail or password are wrong',
    detail: 'Nobody has this e-mail with this password.',
  },
  ...storageProblems,
} satisfies Problems<LogInError>;

export const refreshProblems = {
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
