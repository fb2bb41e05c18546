import { linkMail } from '../account-mail.js';

/** Invites somebody to work for the shop. */
export const invitation = linkMail(
  'account.invitation-requested',
  (_invited, link, { say }) => ({
    subject: say('subject'),
    opening: say('opening'),
    heading: say('heading'),
    rows: [],
    paragraphs: [say('advice'), say('ignore')],
    links: [{ label: say('heading'), url: link }],
  }),
  {
    en: {
      subject: 'You are invited',
      opening: 'Hello, you are invited to work for our shop.',
      heading: 'Accept the invitation',
      advice: 'Choose a password with this link within seven days. The link works once.',
      ignore: 'Ignore this mail if you did not expect it.',
    },
    de: {
      subject: 'Sie sind eingeladen',
      opening: 'Guten Tag, Sie sind eingeladen, für unseren Shop zu arbeiten.',
      heading: 'Einladung annehmen',
      advice: 'Wählen Sie innerhalb von sieben Tagen mit diesem Link ein Passwort. Der Link funktioniert einmal.',
      ignore: 'Ignorieren Sie diese Nachricht, wenn Sie sie nicht erwartet haben.',
    },
  },
);
