import type { AccessDenied, AccessTokenRefused } from '@cartwright/application';
import type { Wording } from './wording.js';

/** Why a caller may not use a route. */
export const accessProblems = {
  'auth.token-invalid': {
    status: 401,
    title: 'Invalid access token',
    detail: 'Please sign in again.',
    hint: 'The token is malformed, expired, revoked or not from this shop. Refresh it with `POST /auth/refresh`, or sign in again.',
  },
  'auth.token-missing': {
    status: 401,
    title: 'Not signed in',
    detail: 'Please sign in.',
    hint: 'Send `Authorization: Bearer <access token>`, an API key, or the cookie of `POST /auth/session`.',
  },
  'auth.forbidden': {
    status: 403,
    title: 'Permission denied',
    detail: 'You do not have the permission for this.',
    hint: 'The role or API key lacks the permission. API keys cannot use routes of a user account.',
  },
  'auth.totp-enrolment-required': {
    status: 403,
    title: 'Add a second factor first',
    detail: 'Staff of this shop need a second factor to sign in.',
    hint: 'Call `POST /me/totp`, then `POST /me/totp/confirm`.',
  },
} as const satisfies Record<(AccessDenied | AccessTokenRefused)['type'], Wording>;
