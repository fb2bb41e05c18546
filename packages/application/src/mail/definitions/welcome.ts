import { noticeMail } from '../account-mail.js';

/** Welcomes a customer whose mailbox is verified. */
export const welcome = noticeMail(
  'account.email-verified',
  ({ name, email }, _event, { say }) => ({
    subject: say('subject'),
    opening: say('opening', { name }),
    heading: say('heading'),
    rows: [{ label: say('email'), value: email }],
    paragraphs: [say('advice')],
  }),
  {
    en: {
      subject: 'Welcome',
      opening: 'Hello {name}, welcome to our shop.',
      heading: 'Your account is ready',
      email: 'E-mail address',
      advice: 'Your e-mail address is confirmed. Sign in with it to see your orders.',
    },
    de: {
      subject: 'Willkommen',
      opening: 'Guten Tag {name}, willkommen in unserem Shop.',
      heading: 'Ihr Konto ist bereit',
      email: 'E-Mail-Adresse',
      advice: 'Ihre E-Mail-Adresse ist bestätigt. Melden Sie sich mit ihr an, um Ihre Bestellungen zu sehen.',
    },
  },
);
