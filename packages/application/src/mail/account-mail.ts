import { okAsync, type ResultAsync } from 'neverthrow';
import type { EventOf } from '../ports/repositories/outbox.js';
import type { StoredUser } from '../ports/repositories/user-records.js';
import type { MailContext, MailDefinition, MailText } from './mail-definition.js';
import { mailLanguage, type MailLanguage } from './mail-language.js';
import type { MailTexts } from './texts/mail-texts.js';

type LinkEvent = 'account.reset-requested' | 'account.verification-requested' | 'account.invitation-requested';
type NoticeEvent =
  | 'account.email-verified'
  | 'account.password-changed'
  | 'account.second-factor-added'
  | 'account.second-factor-removed';

/** The language of the owner of an account. */
const languageOfUser = <Key extends string>(
  { id }: StoredUser,
  texts: MailTexts<Key> | undefined,
  { repositories: { profiles }, mail, mailTexts }: MailContext,
): ResultAsync<MailLanguage<Key>, never> =>
  profiles.ofUser(id).map(({ locale }) =>
    mailLanguage({
      mail,
      texts: texts ?? (noTexts as MailTexts<Key>),
      // Without texts of its own the mail is in English.
      locale: texts === undefined ? undefined : locale,
      overrides: mailTexts,
    }),
  );

const noTexts: MailTexts<never> = { en: {} };

/** Defines a mail with a link for the owner of an account. Nothing is sent once the link is used or expired. */
export const linkMail = <Type extends LinkEvent, Key extends string = never>(
  on: Type,
  write: (user: StoredUser, link: string, language: MailLanguage<Key>) => MailText,
  texts?: MailTexts<Key>,
): MailDefinition<Type> => ({
  on: [on],
  to: 'account',
  ...(texts === undefined ? {} : { texts }),
  compose: (event, context) => {
    const { accountTokens, users } = context.repositories;
    // The compiler does not see that each of these events names a token.
    return accountTokens.find((event as EventOf<LinkEvent>).tokenId).andThen((token) => {
      if (token?.userId === undefined) return okAsync(undefined);
      return users.byId(token.userId).andThen((user) => {
        if (user === undefined) return okAsync(undefined);
        return languageOfUser(user, texts, context).map((language) => ({
          recipient: user.email,
          text: { language: language.language, ...write(user, context.accountLinks.to(token), language) },
        }));
      });
    });
  },
});

/** Defines a mail that informs the owner of an account. */
export const noticeMail = <Type extends NoticeEvent, Key extends string = never>(
  on: Type,
  write: (user: StoredUser, event: EventOf<Type>, language: MailLanguage<Key>) => MailText,
  texts?: MailTexts<Key>,
): MailDefinition<Type> => ({
  on: [on],
  to: 'account',
  ...(texts === undefined ? {} : { texts }),
  compose: (event, context) =>
    context.repositories.users.byId((event as EventOf<NoticeEvent>).userId).andThen((user) => {
      if (user === undefined) return okAsync(undefined);
      return languageOfUser(user, texts, context).map((language) => ({
        recipient: user.email,
        text: { language: language.language, ...write(user, event, language) },
      }));
    }),
});
