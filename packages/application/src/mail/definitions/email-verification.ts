import { linkMail } from '../account-mail.js';

/** Asks a new customer to confirm that the mailbox is theirs. */
export const emailVerification = linkMail(
  'account.verification-requested',
  ({ name }, link, { say }) => ({
    subject: say('subject'),
    opening: say('opening', { name }),
    heading: say('heading'),
    rows: [],
    paragraphs: [say('advice')],
    links: [{ label: say('heading'), url: link }],
  }),
  {
    en: {
      subject: 'Please confirm your e-mail address',
      opening: 'Hello {name}, somebody registered with this e-mail address.',
      heading: 'Confirm your e-mail address',
      advice: 'If that was you, confirm the address with this link within seven days. Otherwise ignore this mail.',
    },
    de: {
      subject: 'Bitte bestätigen Sie Ihre E-Mail-Adresse',
      opening: 'Guten Tag {name}, jemand hat sich mit dieser E-Mail-Adresse angemeldet.',
      heading: 'E-Mail-Adresse bestätigen',
      advice:
        'Wenn Sie das waren, bestätigen Sie die Adresse innerhalb von sieben Tagen mit diesem Link. Sonst ignorieren Sie diese Nachricht.',
    },
  },
);
