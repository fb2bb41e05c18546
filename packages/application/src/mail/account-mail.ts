import { okAsync } from 'neverthrow';
import type { EventOf } from '../ports/repositories/outbox.js';
import type { StoredUser } from '../ports/repositories/user-records.js';
import type { MailDefinition, MailText } from './mail-definition.js';

type LinkEvent = 'account.reset-requested' | 'account.verification-requested' | 'account.invitation-requested';
type NoticeEvent =
  | 'account.email-verified'
  | 'account.password-changed'
  | 'account.second-factor-added'
  | 'account.second-factor-removed';

/** Defines a mail with a link for the owner of an account. Nothing is sent once the link is used or expired. */
export const linkMail = <Type extends LinkEvent>(
  on: Type,
  write: (user: StoredUser, link: string) => MailText,
): MailDefinition<Type> => ({
  on: [on],
  to: 'account',
  compose: (event, { repositories: { accountTokens, users }, accountLinks }) =>
    // The compiler does not see that each of these events names a token.
    accountTokens.find((event as EventOf<LinkEvent>).tokenId).andThen((token) => {
      if (token?.userId === undefined) return okAsync(undefined);
      return users
        .byId(token.userId)
        .map((user) => user && { recipient: user.email, text: write(user, accountLinks.to(token)) });
    }),
});

/** Defines a mail that informs the owner of an account. */
export const noticeMail = <Type extends NoticeEvent>(
  on: Type,
  write: (user: StoredUser, event: EventOf<Type>) => MailText,
): MailDefinition<Type> => ({
  on: [on],
  to: 'account',
  compose: (event, { repositories: { users } }) =>
    users
      .byId((event as EventOf<NoticeEvent>).userId)
      .map((user) => user && { recipient: user.email, text: write(user, event) }),
});
