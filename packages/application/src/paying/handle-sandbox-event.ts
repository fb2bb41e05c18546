import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { HandleProviderEvent, HandleProviderEventError } from './handle-provider-event.js';
import type { ProviderEvent } from './provider-event.js';

/** The sandbox has no event of this id: it was never committed. */
export type SandboxEventNotFound = { readonly type: 'sandbox.event-not-found'; readonly eventId: string };
export type HandleSandboxEventError = SandboxEventNotFound | HandleProviderEventError;
/** Applies an event that the sandbox provider raised, as a webhook applies one of a real provider. */
export type HandleSandboxEvent = (command: { readonly eventId: string }) => ResultAsync<void, HandleSandboxEventError>;

type HandleSandboxEventDeps = {
  readonly findSandboxEvent: (eventId: string) => ResultAsync<ProviderEvent | undefined, StorageUnavailable>;
  readonly handleProviderEvent: HandleProviderEvent;
};

export const makeHandleSandboxEvent =
  ({ findSandboxEvent, handleProviderEvent }: HandleSandboxEventDeps): HandleSandboxEvent =>
  ({ eventId }) =>
    findSandboxEvent(eventId)
      .andThen((event): ResultAsync<ProviderEvent, SandboxEventNotFound> =>
        event === undefined ? errAsync({ type: 'sandbox.event-not-found', eventId }) : okAsync(event),
      )
      .andThen(handleProviderEvent)
      .map(() => undefined);
