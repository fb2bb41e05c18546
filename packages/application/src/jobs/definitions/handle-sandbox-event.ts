import { wasHandled } from '../../paying/handle-provider-event.js';
import type { HandleSandboxEvent } from '../../paying/handle-sandbox-event.js';
import { defineJob, onEvents, retryWithBackoff, textFields } from '../job-definition.js';

/** Handles an event of the sandbox provider. Most events are handled in the request that raises them. */
export const handleSandboxEvent = defineJob({
  payload: textFields('eventId'),
  on: onEvents({ 'payments.sandbox-event-raised': ({ eventId }) => ({ eventId }) }),
  handle: (useCases: { readonly handleSandboxEvent: HandleSandboxEvent }, payload) =>
    useCases.handleSandboxEvent(payload),
  isNoOp: ({ repositories }, { eventId }) => wasHandled(repositories, { provider: 'sandbox', eventId }),
  retry: retryWithBackoff,
});
