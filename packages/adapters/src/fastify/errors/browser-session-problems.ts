import type { BrowserSessionEnded, CsrfRefused } from '@cartwright/application';
import type { Problems } from './problem.js';

/** Why a write by cookie is refused. */
export const csrfProblems = {
  'auth.csrf-token-missing': {
    status: 403,
    title: 'The CSRF token is missing',
    detail: 'The page is out of date. Load it again.',
    hint: 'Send the `csrfToken` of `/auth/session` as `X-CSRF-Token` with each write.',
  },
  'auth.csrf-token-wrong': {
    status: 403,
    title: 'The CSRF token is wrong',
    detail: 'The page is out of date. Load it again.',
    hint: 'It belongs to another session. Read the one of this session with `GET /auth/session`.',
  },
} as const satisfies Problems<CsrfRefused>;

export const browserSessionProblems = {
  'auth.session-ended': {
    status: 401,
    title: 'Browser not signed in',
    detail: 'Please sign in again.',
    hint: 'There is no cookie, or its session has ended. Sign in with `POST /auth/session`.',
  },
} as const satisfies Problems<BrowserSessionEnded>;
