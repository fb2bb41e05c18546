import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import { commitChange } from './commit-change.js';
import type { HandledMessage } from './ports/change.js';
import type { StorageUnavailable } from './ports/failures.js';
import type { ApplicationEvent } from './ports/repositories/outbox.js';
import type { UnitOfWork } from './ports/repositories/unit-of-work.js';

/**
 * Adds the event of a handled message to the outbox. A repeat of the message adds nothing.
 *
 * @example announceOnce(unitOfWork, { messageId: jobId, handler: 'audit-books', at }, event)
 */
export const announceOnce = (
  unitOfWork: UnitOfWork,
  message: HandledMessage & { readonly at: Instant },
  event: ApplicationEvent,
): ResultAsync<void, StorageUnavailable> =>
  commitChange(unitOfWork, ({ inbox }) =>
    inbox
      .seen(message.messageId, message.handler)
      .map((seen) => ({ result: undefined, ...(seen ? {} : { change: { message, events: [event] } }) })),
  );
