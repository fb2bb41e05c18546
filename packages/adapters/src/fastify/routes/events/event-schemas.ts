import { feedEventTypes, type EventCursorError, type FeedEvent } from '@cartwright/application';
import { Type } from 'typebox';
import type { Problems } from '../../errors/problem.js';
import { Id, Instant } from '../../requests/plain-schemas.js';

export const cursorProblems = {
  'events.cursor-malformed': {
    status: 400,
    title: 'Malformed cursor',
    detail: 'The place in the feed cannot be read.',
    hint: 'Send a `nextCursor` of this feed, or the `id` of an event of its streams.',
  },
  'events.cursor-expired': {
    status: 410,
    title: 'The cursor has expired',
    detail: 'Events after it were deleted. Read the orders, then start without a cursor.',
  },
} satisfies Problems<EventCursorError>;

export const EventType = Type.Enum(Object.keys(feedEventTypes) as (keyof typeof feedEventTypes)[], {
  description: Object.entries(feedEventTypes)
    .map(([type, meaning]) => `- ${type}: ${meaning}`)
    .join('\n'),
});

/** An event as other systems see it. */
export const EventResponse = Type.Object(
  {
    id: Id,
    type: EventType,
    at: Instant,
    orderId: Id,
    version: Type.Integer({ minimum: 1, description: 'The version of the order after the event.' }),
    data: Type.Object({}, { additionalProperties: true, description: 'Ids and amounts. No personal data.' }),
  },
  {
    title: 'Event',
    examples: [
      {
        id: '019a9d2e-0000-7000-8000-0000000000e1',
        type: 'order.placed',
        at: '2026-11-29T12:00:00.000Z',
        orderId: '019a9d2e-0000-7000-8000-00000000000a',
        version: 1,
        data: { total: { amount: 4200, currency: 'USD' } },
      },
    ],
  },
);

/** Without its position, which is the cursor. */
export const presentEvent = ({ position: _position, ...event }: FeedEvent) => event;
