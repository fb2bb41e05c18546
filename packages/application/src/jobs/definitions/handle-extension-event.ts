import { feedEventTypes } from '../../events/feed-event.js';
import type { HandleExtensionEvent, HandleExtensionEventCommand } from '../../extending/handle-extension-event.js';
import { defineJob, retryWithBackoff, textFields } from '../job-definition.js';

type Payload = Omit<HandleExtensionEventCommand, 'messageId'>;

type HandlingUseCases = { readonly handleExtensionEvent: HandleExtensionEvent };

const eventFacts = textFields('id', 'type', 'at', 'orderId');

/** Calls the handler of an extension. `extensionJobs` lists the events that cause it. */
export const handleExtensionEvent = defineJob<Payload, never, HandlingUseCases>({
  payload: (value): Payload | undefined => {
    const { extension, event } = (value ?? {}) as { readonly extension?: unknown; readonly event?: unknown };
    const facts = eventFacts(event);
    if (typeof extension !== 'string' || facts === undefined) return undefined;
    const { data } = event as { readonly data?: unknown };
    const isWhole = Object.hasOwn(feedEventTypes, facts.type) && typeof data === 'object' && data !== null;
    return isWhole ? (value as Payload) : undefined;
  },
  handle: (useCases, payload, jobId) => useCases.handleExtensionEvent({ ...payload, messageId: jobId }),
  retry: retryWithBackoff,
});
