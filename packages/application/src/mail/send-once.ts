import { okAsync, type ResultAsync } from 'neverthrow';
import { noteHandled } from '../commit-change.js';
import type { Clock } from '../ports/clock.js';
import type { MailUnavailable, StorageUnavailable } from '../ports/failures.js';
import type { Mail, Mailer, MailRefused } from '../ports/mailer.js';
import type { ReadRepositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';

export type SendOnceDeps = { readonly unitOfWork: UnitOfWork; readonly mailer: Mailer; readonly clock: Clock };
export type SendOnceError = MailRefused | MailUnavailable | StorageUnavailable;

/**
 * Sends a mail once: checks the inbox, sends, records it. A process that dies in between sends it again under the same
 * id.
 * `compose` resolves with `undefined` when there is nothing to send.
 */
export const sendOnce = <E>(
  { unitOfWork, mailer, clock }: SendOnceDeps,
  { messageId, handler }: { readonly messageId: string; readonly handler: string },
  compose: (repositories: ReadRepositories) => ResultAsync<Mail | undefined, E>,
): ResultAsync<void, E | SendOnceError> =>
  unitOfWork
    .read((repositories) =>
      repositories.inbox
        .seen(messageId, handler)
        .andThen((seen): ResultAsync<Mail | undefined, E> => (seen ? okAsync(undefined) : compose(repositories))),
    )
    .andThen((mail): ResultAsync<void, E | SendOnceError> => {
      if (mail === undefined) return okAsync(undefined);
      return mailer.send(mail).andThen(() => noteHandled(unitOfWork, { messageId, handler, at: clock.now() }));
    });
