import type { AccessDenied, AccessTokenRefused } from '@cartwright/application';

/** Why a caller may not use a route. */
export const accessProblems = {
  'auth.token-invalid': {
    status: 401,
    title: 'The access token does not hold',
    detail: 'It is malformed, expired, revoked or not from this shop. Refresh it, or sign in again.',
  },
  'auth.token-missing': {
    status: 401,
    title: 'You are not signed in',
    detail: 'Send `Authorization: Bearer <access token>`, an API key, or the cookie of `POST /auth/session`.',
  },
  'auth.forbidden': {
    status: 403,
    title: 'You may not do this',
    detail: 'Your role or your API key lacks the permission. What belongs to a user is closed to API keys.',
  },
  'auth.totp-enrolment-required': {
    status: 403,
    title: 'Add a second factor first',
    detail: 'The shop demands one of its staff: `POST /me/totp`, then `POST /me/totp/confirm`.',
  },
} as const satisfies Record<
  (AccessDenied | AccessTokenRefused)['type'],
  { readonly status: number; readonly title: string; readonly detail: string }
>;
