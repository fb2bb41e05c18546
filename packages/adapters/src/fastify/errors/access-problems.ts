import type { AccessDenied, AccessTokenRefused } from '@cartwright/application';

/** Why a caller may not use a route. */
export const accessProblems = {
  'auth.token-invalid': {
    status: 401,
    title: 'Invalid access token',
    detail: 'It is malformed, expired, revoked or not from this shop. Refresh it, or sign in again.',
  },
  'auth.token-missing': {
    status: 401,
    title: 'Not signed in',
    detail: 'Send `Authorization: Bearer <access token>`, an API key, or the cookie of `POST /auth/session`.',
  },
  'auth.forbidden': {
    status: 403,
    title: 'Permission denied',
    detail: 'Your role or API key lacks the permission. API keys cannot use routes of a user account.',
  },
  'auth.totp-enrolment-required': {
    status: 403,
    title: 'Add a second factor first',
    detail: 'Staff of this shop need one: call `POST /me/totp`, then `POST /me/totp/confirm`.',
  },
} as const satisfies Record<
  (AccessDenied | AccessTokenRefused)['type'],
  { readonly status: number; readonly title: string; readonly detail: string }
>;
