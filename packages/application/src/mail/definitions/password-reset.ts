import { linkMail } from '../account-mail.js';

/** Brings the owner of an account a link that sets a new password. */
export const passwordReset = linkMail(
  'account.reset-requested',
  ({ name }, link, { say }) => ({
    subject: say('subject'),
    opening: say('opening', { name }),
    heading: say('subject'),
    rows: [],
    paragraphs: [say('advice'), say('ignore')],
    links: [{ label: say('subject'), url: link }],
  }),
  {
    en: {
      subject: 'Set a new password',
      opening: 'Hello {name}, somebody requested a new password for your account.',
      advice: 'If that was you, set it with this link within an hour. The link works once.',
      ignore: 'Otherwise ignore this mail: your password stays as it is.',
    },
    de: {
      subject: 'Neues Passwort setzen',
      opening: 'Guten Tag {name}, jemand hat ein neues Passwort für Ihr Konto angefordert.',
      advice: 'Wenn Sie das waren, setzen Sie es innerhalb einer Stunde mit diesem Link. Der Link funktioniert einmal.',
      ignore: 'Sonst ignorieren Sie diese Nachricht: Ihr Passwort bleibt, wie es ist.',
    },
  },
);
