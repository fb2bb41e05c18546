import type { UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { closed } from '../../requests/plain-schemas.js';
import type { Routes } from '../../route-types.js';
import { cursorProblems, EventResponse, presentEvent } from './event-schemas.js';

const problems = { ...cursorProblems, ...storageProblems };

const FeedQuery = Type.Object(
  {
    after: Type.Optional(
      Type.String({ maxLength: 100, description: 'The last `nextCursor`. Absent or empty: from the oldest.' }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: '100 when absent.' })),
  },
  closed,
);

/** Every event of orders once, for other systems that read at their own pace. */
export const eventFeedRoutes =
  ({ readEvents }: UseCases): Routes =>
  (app, _options, done) => {
    app.get(
      '/admin/events',
      {
        schema: {
          tags: ['Administration'],
          operationId: 'readEvents',
          summary: 'Read the feed of events',
          description:
            'Every event of orders once, oldest first, events of one order in their order. Store `nextCursor` with ' +
            'what you did, and continue from it. Where there is no later event, `data` is empty and the cursor stays. ' +
            'Events are stored for `EVENT_RETENTION_DAYS`; an older cursor returns 410.',
          querystring: FeedQuery,
          response: {
            200: Type.Object({ data: Type.Array(EventResponse), meta: Type.Object({ nextCursor: Type.String() }) }),
          },
        },
        config: { access: readEvents.access, problems },
      },
      async ({ caller, query: { after, limit = 100 } }) => {
        const read = readEvents({ caller, limit, ...(after === undefined || after === '' ? {} : { after }) });
        const { events, nextCursor } = await orProblem(read, problems);
        return { data: events.map(presentEvent), meta: { nextCursor } };
      },
    );
    done();
  };
