import { allPermissions } from '@cartwright/application';
import { Type } from 'typebox';
import { closed, Email, Id, Instant, oneOf, personName } from '../../requests/plain-schemas.js';

/** The use case checks 8 to 128 characters after normalisation, which can shorten the text. */
export const NewPassword = Type.String({
  minLength: 8,
  maxLength: 512,
  description: '8 to 128 characters of any kind, not one of the 10,000 most common passwords.',
});
export const AnyPassword = Type.String({ minLength: 1, maxLength: 512 });

/** The response to a request for a mail. It has no body. */
export const Accepted = (description: string) => Type.Unsafe<undefined>({ description });

export const RegisterBody = Type.Object({ email: Email, password: NewPassword, name: personName }, closed);

/** Looser than registering, so that a malformed and a wrong password get the same response. */
export const LogInBody = Type.Object(
  {
    email: Type.String({ minLength: 1, maxLength: 254 }),
    password: AnyPassword,
    totp: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'A code of the second factor, or a recovery code.' }),
    ),
  },
  closed,
);

export const RefreshBody = Type.Object({ refreshToken: Type.String({ minLength: 1, maxLength: 512 }) }, closed);
export const LinkToken = Type.String({
  minLength: 1,
  maxLength: 200,
  description: 'The token of the link in the mail.',
});

/** The name of a role: customer, viewer, support, editor, admin, or one that the shop defines. */
export const RoleName = Type.String({
  minLength: 1,
  maxLength: 50,
  pattern: '^(?=.*\\S)[^\\p{Cc}]+$',
  description: '`customer`, `viewer`, `support`, `editor`, `admin`, or one that the shop defines.',
});

export const userFields = {
  id: Id,
  email: Type.String(),
  emailVerified: Type.Boolean({ description: 'Whether the owner has confirmed the e-mail.' }),
  name: Type.String(),
  role: RoleName,
  groups: Type.Array(Type.String(), { description: 'Customer groups, used by prices and promotions.' }),
  createdAt: Instant,
};

const User = Type.Object(userFields, { title: 'User' });

export const SignedInResponse = Type.Object(
  {
    user: User,
    accessToken: Type.String(),
    expiresIn: Type.Integer({ description: 'Lifetime of the access token in seconds.' }),
    refreshToken: Type.String(),
  },
  { title: 'SignedIn' },
);

export const BrowserSessionResponse = Type.Object(
  {
    user: User,
    csrfToken: Type.String({ description: 'Send it as `X-CSRF-Token` with each write.' }),
    permissions: Type.Array(oneOf(...allPermissions), { description: 'What the role of the user may do.' }),
  },
  { title: 'BrowserSession' },
);

export const SessionsResponse = Type.Object({
  data: Type.Array(
    Type.Object(
      {
        id: Id,
        createdAt: Instant,
        lastUsedAt: Instant,
        expiresAt: Instant,
        address: Type.Optional(Type.String({ description: 'The IP address of its last use.' })),
        userAgent: Type.Optional(Type.String({ description: 'The `User-Agent` of the browser or program.' })),
        current: Type.Boolean({ description: 'Whether this is the session of the request.' }),
      },
      { title: 'Session' },
    ),
  ),
});
