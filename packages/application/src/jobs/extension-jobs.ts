import { feedDataOf, isFeedEvent } from '../events/feed-event.js';
import type { ExtensionHandlers } from '../extending/event-handlers.js';
import type { OutboxEvent } from '../ports/repositories/outbox.js';
import type { Job } from './jobs.js';

/**
 * One job for each extension that handles an event, so that none waits for another.
 *
 * @example extensionJobs({ sms: { 'order.paid': handler } }, event) // [{ id: 'event-1.extension-sms', … }]
 */
export const extensionJobs = (extensions: ExtensionHandlers, { id, event }: OutboxEvent): readonly Job[] => {
  if (!isFeedEvent(event)) return [];
  const { type, at, orderId } = event;
  return Object.entries(extensions).flatMap(([extension, handlers]): readonly Job[] =>
    handlers[type] === undefined
      ? []
      : [
          {
            id: `${id}.extension-${extension}`,
            name: 'handle-extension-event',
            payload: { extension, event: { id, type, at, orderId, data: feedDataOf(event) } },
          },
        ],
  );
};
