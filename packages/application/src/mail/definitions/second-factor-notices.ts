import { noticeMail } from '../account-mail.js';

const when = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

/** Informs the owner of an account that signing in needs a second factor now, in case it was not them. */
export const secondFactorAdded = noticeMail(
  'account.second-factor-added',
  ({ name }, { at }, { say }) => ({
    subject: say('subject'),
    opening: say('opening', { name }),
    heading: say('heading'),
    rows: [{ label: say('when'), value: when(at) }],
    paragraphs: [say('codes'), say('advice')],
  }),
  {
    en: {
      subject: 'Your account has a second factor',
      opening: 'Hello {name}, a second factor was added to your account.',
      heading: 'A second factor was added',
      when: 'When',
      codes:
        'From now on you need a code of your authenticator app to sign in. Store your recovery codes in a safe place.',
      advice: 'If that was not you, contact us at once.',
    },
    de: {
      subject: 'Ihr Konto hat einen zweiten Faktor',
      opening: 'Guten Tag {name}, Ihrem Konto wurde ein zweiter Faktor hinzugefügt.',
      heading: 'Ein zweiter Faktor wurde hinzugefügt',
      when: 'Wann',
      codes:
        'Von nun an brauchen Sie zum Anmelden einen Code Ihrer Authenticator-App. Bewahren Sie die Wiederherstellungscodes sicher auf.',
      advice: 'Wenn Sie das nicht waren, wenden Sie sich sofort an uns.',
    },
  },
);

/** Informs the owner of an account that the password is enough again, in case it was not them. */
export const secondFactorRemoved = noticeMail(
  'account.second-factor-removed',
  ({ name }, { at }, { say }) => ({
    subject: say('subject'),
    opening: say('opening', { name }),
    heading: say('heading'),
    rows: [{ label: say('when'), value: when(at) }],
    paragraphs: [say('advice')],
  }),
  {
    en: {
      subject: 'The second factor of your account was removed',
      opening: 'Hello {name}, the second factor of your account was removed.',
      heading: 'The second factor was removed',
      when: 'When',
      advice: 'If that was not you, set a new password with "forgot password" at once.',
    },
    de: {
      subject: 'Der zweite Faktor Ihres Kontos wurde entfernt',
      opening: 'Guten Tag {name}, der zweite Faktor Ihres Kontos wurde entfernt.',
      heading: 'Der zweite Faktor wurde entfernt',
      when: 'Wann',
      advice: 'Wenn Sie das nicht waren, setzen Sie sofort mit „Passwort vergessen“ ein neues Passwort.',
    },
  },
);
