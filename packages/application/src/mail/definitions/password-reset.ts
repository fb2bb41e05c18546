import { linkMail } from '../account-mail.js';

/** Brings the owner of an account a link that sets a new password. */
export const passwordReset = linkMail('account.reset-requested', ({ name }, link) => ({
  subject: 'Set a new password',
  opening: `Hello ${name}, somebody requested a new password for your account.`,
  heading: 'Set a new password',
  rows: [],
  paragraphs: [
    'If that was you, set it with this link within an hour. The link works once.',
    'Otherwise ignore this mail: your password stays as it is.',
  ],
  links: [{ label: 'Set a new password', url: link }],
}));
