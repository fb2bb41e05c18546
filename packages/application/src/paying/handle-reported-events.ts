import { okAsync, type ResultAsync } from 'neverthrow';
import type { HandleProviderEvent, HandleProviderEventError } from './handle-provider-event.js';
import type { ProviderEvent } from './provider-event.js';

/** Applies the events in a provider's response, in order, like webhooks. */
export const handleReportedEvents = (
  handleProviderEvent: HandleProviderEvent,
  events: readonly ProviderEvent[],
): ResultAsync<void, HandleProviderEventError> =>
  events.reduce<ResultAsync<void, HandleProviderEventError>>(
    (before, event) => before.andThen(() => handleProviderEvent(event)).map(() => undefined),
    okAsync(undefined),
  );
