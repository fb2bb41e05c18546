import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import { rolesWith, type Permission } from '../identity/permissions.js';
import type { Seller } from '../invoicing/invoice.js';
import type { Mail } from '../ports/mailer.js';
import type { EventOf, EventType } from '../ports/repositories/outbox.js';
import type { ReadRepositories } from '../ports/repositories/unit-of-work.js';
import { erasedEmail } from '../privacy/erased-order.js';
import { layOutMail } from './lay-out-mail.js';
import type { ComposeMailError, MailContext, MailDefinition, MailLinks, MailText } from './mail-definition.js';
import { mails, type MailedEvent, type MailName } from './mails.js';
import { sendOnce, type SendOnceDeps, type SendOnceError } from './send-once.js';

export type SendMailCommand = {
  readonly mail: MailName;
  /** The event that triggers the mail. */
  readonly event: EventOf<MailedEvent>;
  /** The same for each repeat. The id of the mail; of a mail to several people, the beginning of each id. */
  readonly messageId: string;
};
/** No account has the permission that the mail requires. */
export type NoRecipient = { readonly type: 'mail.no-recipient' };
export type SendMailError = ComposeMailError | NoRecipient | SendOnceError;
/**
 * Sends a mail of the table `mails`, once for each message id and recipient. A recipient that is refused does not keep
 * the mail from the others.
 */
export type SendMail = (command: SendMailCommand) => ResultAsync<void, SendMailError>;

type SendMailDeps = SendOnceDeps &
  MailLinks &
  Pick<MailContext, 'mailTexts' | 'timeToPayMs' | 'publicUrl' | 'assetsUrl'> & {
    /** Of a shop that has stored nothing about itself. */
    readonly seller: Seller;
  };

const handler = 'send-mail';

export const makeSendMail =
  (deps: SendMailDeps): SendMail =>
  (command) => {
    // The compiler does not see that an event which triggers a mail fits its definition.
    const definition = mails[command.mail] as MailDefinition<EventType>;
    return typeof definition.to === 'string'
      ? sendToOne(deps, definition, command)
      : sendToStaff(deps, definition, definition.to.staffWith, command);
  };

const sendToOne = (
  deps: SendMailDeps,
  definition: MailDefinition<EventType>,
  { mail: name, event, messageId }: SendMailCommand,
): ResultAsync<void, SendMailError> =>
  sendOnce(deps, { messageId, handler }, (repositories) =>
    repositories.shop.find().andThen((shop) =>
      definition.compose(event, { ...deps, repositories, shop, mail: name }).map((mail): Mail | undefined => {
        if (mail === undefined || mail.recipient === erasedEmail) return undefined;
        return layOutMail({ ...mail.text, id: messageId, to: mail.recipient ?? '', sender: shop ?? deps.seller });
      }),
    ),
  );

const sendToStaff = (
  deps: SendMailDeps,
  definition: MailDefinition<EventType>,
  permission: Permission,
  { mail: name, event, messageId }: SendMailCommand,
): ResultAsync<void, SendMailError> =>
  deps.unitOfWork
    .read((repositories) =>
      repositories.shop
        .find()
        .andThen((shop) => definition.compose(event, { ...deps, repositories, shop, mail: name }))
        .andThen((mail) => staffWith(repositories, permission).map((staff) => ({ staff, text: mail?.text }))),
    )
    .andThen(({ staff, text }): ResultAsync<void, SendMailError> => {
      if (text === undefined) return okAsync(undefined);
      if (staff.length === 0) return errAsync({ type: 'mail.no-recipient' });
      return sendToEach(deps, messageId, text, staff);
    });

type Recipient = { readonly id: string; readonly email: string };

const staffWith = (
  { users, roles }: ReadRepositories,
  permission: Permission,
): ResultAsync<readonly Recipient[], never> =>
  roles.list().andThen((defined) => users.withRoles(rolesWith(permission, defined)));

const sendToEach = (
  deps: SendMailDeps,
  messageId: string,
  text: MailText,
  recipients: readonly Recipient[],
): ResultAsync<void, SendOnceError> =>
  ResultAsync.combineWithAllErrors(
    recipients.map((recipient) => {
      const id = `${messageId}.${recipient.id}`;
      return sendOnce(deps, { messageId: id, handler }, () =>
        okAsync(layOutMail({ ...text, id, to: recipient.email })),
      );
    }),
  )
    .map(() => undefined)
    // An outage takes precedence: the job is then retried, and the recipients who were reached are skipped.
    .mapErr(
      (errors) =>
        errors.find(({ type }) => type !== 'mail.refused') ?? errors[0] ?? { type: 'mail.refused', reason: '' },
    );
