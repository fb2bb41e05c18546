import { linkMail } from '../account-mail.js';

/** Invites somebody to work for the shop. */
export const invitation = linkMail('account.invitation-requested', (_invited, link) => ({
  subject: 'You are invited',
  opening: 'Hello, you are invited to work for our shop.',
  heading: 'Accept the invitation',
  rows: [],
  paragraphs: [
    'Choose a password with this link within seven days. The link works once.',
    'Ignore this mail if you did not expect it.',
  ],
  links: [{ label: 'Accept the invitation', url: link }],
}));
