import { noticeMail } from '../account-mail.js';

/** Informs the owner of an account that its password is another one now, in case it was not them. */
export const securityNotice = noticeMail('account.password-changed', ({ name }, { at }) => ({
  subject: 'Your password was changed',
  opening: `Hello ${name}, the password of your account was changed.`,
  heading: 'Your password was changed',
  rows: [{ label: 'When', value: `${at.slice(0, 10)} ${at.slice(11, 16)} UTC` }],
  paragraphs: [
    'You are signed out on your other devices.',
    'If that was not you, set a new password with "forgot password" at once.',
  ],
}));
