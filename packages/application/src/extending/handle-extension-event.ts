import { okAsync, ResultAsync } from 'neverthrow';
import { noteHandled } from '../commit-change.js';
import type { Clock } from '../ports/clock.js';
import type { SiteUnavailable, StorageUnavailable } from '../ports/failures.js';
import type { Log } from '../ports/log.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { EventHandler, ExtensionEvent, ExtensionHandlers } from './event-handlers.js';

export type HandleExtensionEventCommand = {
  /** The name of the extension. */
  readonly extension: string;
  readonly event: ExtensionEvent;
  /** The same for each repeat. */
  readonly messageId: string;
};
/** The handler threw, or took too long. */
export type HandleExtensionEventError = SiteUnavailable | StorageUnavailable;
/**
 * Calls the handler of an extension until it has returned once. A final error, and an extension that is not there any
 * more, are logged and end it: a refusal would count against the jobs of other extensions.
 */
export type HandleExtensionEvent = (
  command: HandleExtensionEventCommand,
) => ResultAsync<void, HandleExtensionEventError>;

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly log: Log;
  readonly extensionHandlers?: ExtensionHandlers;
};

export const makeHandleExtensionEvent =
  (deps: Deps): HandleExtensionEvent =>
  ({ extension, event, messageId }) => {
    const { unitOfWork, clock, log, extensionHandlers = {} } = deps;
    const handlers = Object.hasOwn(extensionHandlers, extension) ? extensionHandlers[extension] : undefined;
    const handler = handlers?.[event.type];
    if (handler === undefined) {
      log.warn({ extension, event: event.type }, 'no extension handles the event any more');
      return okAsync(undefined);
    }
    const message = { messageId, handler: `extension:${extension}` };
    return unitOfWork
      .read(({ inbox }) => inbox.seen(message.messageId, message.handler))
      .andThen((seen): ResultAsync<void, HandleExtensionEventError> => {
        if (seen) return okAsync(undefined);
        return callHandler(deps, handler, { extension, event }).andThen(() =>
          noteHandled(unitOfWork, { ...message, at: clock.now() }),
        );
      });
  };

const callHandler = (
  { unitOfWork, log }: Deps,
  handler: EventHandler,
  { extension, event }: { readonly extension: string; readonly event: ExtensionEvent },
): ResultAsync<void, SiteUnavailable> => {
  const loadOrder = async () => {
    const found = await unitOfWork.read(({ orders }) => orders.find(event.orderId));
    if (found.isErr()) throw new Error('the storage is not available');
    return found.value?.order;
  };
  const run = async (): Promise<void> => {
    try {
      await handler(event, { log, loadOrder });
    } catch (thrown) {
      if (!isFinal(thrown)) throw thrown;
      log.error({ extension, eventId: event.id, err: thrown }, 'an extension refused an event');
    }
  };
  return ResultAsync.fromPromise(run(), (thrown) => ({
    type: 'site.unavailable',
    reason: `${extension}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
  }));
};

const isFinal = (thrown: unknown): boolean =>
  typeof thrown === 'object' && thrown !== null && (thrown as { readonly isFinal?: unknown }).isFinal === true;
