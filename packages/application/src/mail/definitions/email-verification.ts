import { linkMail } from '../account-mail.js';

/** Asks a new customer to confirm that the mailbox is theirs. */
export const emailVerification = linkMail('account.verification-requested', ({ name }, link) => ({
  subject: 'Please confirm your e-mail address',
  opening: `Hello ${name}, somebody registered with this e-mail address.`,
  heading: 'Confirm your e-mail address',
  rows: [],
  paragraphs: ['If that was you, confirm the address with this link within seven days. Otherwise ignore this mail.'],
  links: [{ label: 'Confirm your e-mail address', url: link }],
}));
