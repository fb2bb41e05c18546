import { feedEventTypes } from '../../events/feed-event.js';
import type { HandleExtensionEvent, HandleExtensionEventCommand } from '../../extending/handle-extension-event.js';
import { defineJob, retryWithBackoff } from '../job-definition.js';

type Payload = Omit<HandleExtensionEventCommand, 'messageId'>;

type HandlingUseCases = { readonly handleExtensionEvent: HandleExtensionEvent };

/** Calls the handler of an extension. `extensionJobs` lists the events that cause it. */
export const handleExtensionEvent = defineJob<Payload, never, HandlingUseCases>({
  payload: (value): Payload | undefined => {
    const { extension, event } = (value ?? {}) as { readonly extension?: unknown; readonly event?: unknown };
    if (typeof extension !== 'string' || typeof event !== 'object' || event === null) return undefined;
    const { type } = event as { readonly type?: unknown };
    return typeof type === 'string' && Object.hasOwn(feedEventTypes, type) ? (value as Payload) : undefined;
  },
  handle: (useCases, payload, jobId) => useCases.handleExtensionEvent({ ...payload, messageId: jobId }),
  retry: retryWithBackoff,
});
