import { noticeMail } from '../account-mail.js';

/** Informs the owner of an account that its password is another one now, in case it was not them. */
export const securityNotice = noticeMail(
  'account.password-changed',
  ({ name }, { at }, { say }) => ({
    subject: say('subject'),
    opening: say('opening', { name }),
    heading: say('subject'),
    rows: [{ label: say('when'), value: `${at.slice(0, 10)} ${at.slice(11, 16)} UTC` }],
    paragraphs: [say('sessions'), say('advice')],
  }),
  {
    en: {
      subject: 'Your password was changed',
      opening: 'Hello {name}, the password of your account was changed.',
      when: 'When',
      sessions: 'You are signed out on your other devices.',
      advice: 'If that was not you, set a new password with "forgot password" at once.',
    },
    de: {
      subject: 'Ihr Passwort wurde geändert',
      opening: 'Guten Tag {name}, das Passwort Ihres Kontos wurde geändert.',
      when: 'Wann',
      sessions: 'Auf Ihren anderen Geräten sind Sie abgemeldet.',
      advice: 'Wenn Sie das nicht waren, setzen Sie sofort mit „Passwort vergessen“ ein neues Passwort.',
    },
  },
);
