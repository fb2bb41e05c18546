import { Type } from 'typebox';
import { closed, Email, Id, Instant, oneOf, text } from '../../requests/plain-schemas.js';

export const RegisterBody = Type.Object(
  { email: Email, password: Type.String({ minLength: 8, maxLength: 256 }), name: text(200) },
  closed,
);

/** Looser than registering, so that a wrong form and a wrong password are answered alike. */
export const LogInBody = Type.Object(
  { email: Type.String({ minLength: 1, maxLength: 254 }), password: Type.String({ minLength: 1, maxLength: 256 }) },
  closed,
);

export const RefreshBody = Type.Object({ refreshToken: Type.String({ minLength: 1, maxLength: 512 }) }, closed);

export const SignedInAnswer = Type.Object(
  {
    user: Type.Object(
      {
        id: Id,
        email: Type.String(),
        name: Type.String(),
        role: oneOf('customer', 'support', 'editor', 'admin'),
        segment: oneOf('regular', 'premium'),
        createdAt: Instant,
      },
      { title: 'User' },
    ),
    accessToken: Type.String(),
    expiresIn: Type.Integer({ description: 'Seconds for which the access token holds.' }),
    refreshToken: Type.String(),
  },
  { title: 'SignedIn' },
);
