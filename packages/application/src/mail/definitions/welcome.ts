import { noticeMail } from '../account-mail.js';

/** Welcomes a customer whose mailbox is verified. */
export const welcome = noticeMail('account.email-verified', ({ name, email }) => ({
  subject: 'Welcome',
  opening: `Hello ${name}, welcome to our shop.`,
  heading: 'Your account is ready',
  rows: [{ label: 'E-mail address', value: email }],
  paragraphs: ['Your e-mail address is confirmed. Sign in with it to see your orders.'],
}));
