import { okAsync, type ResultAsync } from 'neverthrow';
import type { EventOf } from '../ports/repositories/outbox.js';
import type { StoredUser } from '../ports/repositories/user-records.js';
import type { ComposedMail, MailContext, MailDefinition, MailText } from './mail-definition.js';
import { mailLanguage, type MailLanguage } from './mail-language.js';
import type { MailTexts } from './texts/mail-texts.js';

type LinkEvent = 'account.reset-requested' | 'account.verification-requested' | 'account.invitation-requested';
type NoticeEvent =
  | 'account.email-verified'
  | 'account.password-changed'
  | 'account.second-factor-added'
  | 'account.second-factor-removed';

/** A mail to the owner of an account, in their language; nothing once the account is gone. */
const mailToUser = <Key extends string>(
  userId: string,
  texts: MailTexts<Key> | undefined,
  { repositories: { users, profiles }, mail, mailTexts }: MailContext,
  write: (user: StoredUser, language: MailLanguage<Key>) => MailText,
): ResultAsync<ComposedMail | undefined, never> =>
  users.byId(userId).andThen((user) => {
    if (user === undefined) return okAsync(undefined);
    return profiles.ofUser(user.id).map(({ locale }) => {
      const language = mailLanguage({ mail, texts, locale, overrides: mailTexts });
      return { recipient: user.email, text: { language: language.language, ...write(user, language) } };
    });
  });

/** Defines a mail with a link for the owner of an account. Nothing is sent once the link is used or expired. */
export const linkMail = <Type extends LinkEvent, Key extends string = never>(
  on: Type,
  write: (user: StoredUser, link: string, language: MailLanguage<Key>) => MailText,
  texts?: MailTexts<Key>,
): MailDefinition<Type> => ({
  on: [on],
  to: 'account',
  ...(texts === undefined ? {} : { texts }),
  compose: (event, context) =>
    // The compiler does not see that each of these events names a token.
    context.repositories.accountTokens.find((event as EventOf<LinkEvent>).tokenId).andThen((token) => {
      if (token?.userId === undefined) return okAsync(undefined);
      return mailToUser(token.userId, texts, context, (user, language) =>
        write(user, context.accountLinks.to(token), language),
      );
    }),
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
    mailToUser((event as EventOf<NoticeEvent>).userId, texts, context, (user, language) =>
      write(user, event, language),
    ),
});
