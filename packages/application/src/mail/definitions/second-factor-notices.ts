import { noticeMail } from '../account-mail.js';

const when = (at: string) => [{ label: 'When', value: `${at.slice(0, 10)} ${at.slice(11, 16)} UTC` }];

/** Informs the owner of an account that signing in needs a second factor now, in case it was not them. */
export const secondFactorAdded = noticeMail('account.second-factor-added', ({ name }, { at }) => ({
  subject: 'Your account has a second factor',
  opening: `Hello ${name}, a second factor was added to your account.`,
  heading: 'A second factor was added',
  rows: when(at),
  paragraphs: [
    'From now on you need a code of your authenticator app to sign in. Store your recovery codes in a safe place.',
    'If that was not you, contact us at once.',
  ],
}));

/** Informs the owner of an account that the password is enough again, in case it was not them. */
export const secondFactorRemoved = noticeMail('account.second-factor-removed', ({ name }, { at }) => ({
  subject: 'The second factor of your account was removed',
  opening: `Hello ${name}, the second factor of your account was removed.`,
  heading: 'The second factor was removed',
  rows: when(at),
  paragraphs: ['If that was not you, set a new password with "forgot password" at once.'],
}));
