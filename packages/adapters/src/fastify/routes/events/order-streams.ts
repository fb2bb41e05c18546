import type { EventFollower, StreamStart, UseCases } from '@cartwright/application';
import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { Type } from 'typebox';
import { orProblem, Refusal } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { closed, Id } from '../../requests/plain-schemas.js';
import { openEventStream } from '../../responses/event-stream.js';
import type { Routes } from '../../route-types.js';
import { viewOrderProblems } from '../orders/order-problems.js';
import { cursorProblems, presentEvent } from './event-schemas.js';

const ordersProblems = { ...cursorProblems, ...storageProblems };
const orderProblems = { ...cursorProblems, ...viewOrderProblems };

/** Access that was lost ends a stream within this time. */
const accessCheckMs = 30_000;

const Resumed = Type.Object({
  'last-event-id': Type.Optional(
    Type.String({ maxLength: 100, description: 'The `id` of the last event. Absent: events from now on.' }),
  ),
});
const response = {
  200: {
    description: 'A stream that stays open. `id` is the cursor, `event` the type, `data` the event as in the feed.',
    content: { 'text/event-stream': { schema: Type.String() } },
  },
};
const resume =
  'Resumes after `Last-Event-ID`. A comment is sent every 15 seconds. Browsers read the stream with `fetch`, which ' +
  'can send `Authorization`.';

/** `begin` throws the refusal of a caller without access. */
type Wanted = { readonly begin: () => Promise<StreamStart>; readonly orderId?: string };

type StreamParts = {
  readonly useCases: Pick<UseCases, 'followOrder' | 'followOrders'>;
  readonly follower: EventFollower;
  /** Identifies the caller again while a stream is open. */
  readonly authenticate: onRequestHookHandler;
};

/** Streams of what happens to orders, for their owners and for staff. */
export const orderStreamRoutes =
  ({ useCases: { followOrder, followOrders }, follower, authenticate }: StreamParts): Routes =>
  (app, _options, done) => {
    /** Begins a stream, and ends it once `begin` refuses the caller. */
    async function stream(request: FastifyRequest, reply: FastifyReply, { begin, orderId }: Wanted): Promise<void> {
      const { position } = await begin();
      const opened = openEventStream(reply, () => {
        clearInterval(check);
        stop();
      });
      const stop = follower.follow({
        position,
        ...(orderId === undefined ? {} : { orderId }),
        onEvents: (events) => {
          for (const event of events) {
            opened.send({ id: String(event.position), type: event.type, data: presentEvent(event) });
          }
        },
        onEnd: opened.end,
      });
      const check = setInterval(() => {
        authenticate.call(app, request, reply, (refused?: Error) => {
          if (refused !== undefined) return opened.end();
          begin().catch((error: unknown) => {
            if (!(error instanceof Refusal && error.status === 503)) opened.end();
          });
        });
      }, accessCheckMs);
    }
    const after = ({ headers }: FastifyRequest): { readonly after?: string } => {
      const id = headers['last-event-id'];
      return typeof id === 'string' && id !== '' ? { after: id } : {};
    };

    app.get(
      '/orders/:id/events',
      {
        exposeHeadRoute: false,
        schema: {
          tags: ['Orders'],
          operationId: 'followOrder',
          summary: 'Follow an order',
          description: `Each change of the order as it happens. ${resume}`,
          params: Type.Object({ id: Id }, closed),
          headers: Resumed,
          response,
        },
        config: { access: followOrder.access, problems: orderProblems, isStream: true },
      },
      async (request, reply) => {
        const { id: orderId } = request.params;
        const begin = () =>
          orProblem(followOrder({ caller: request.caller, orderId, ...after(request) }), orderProblems);
        await stream(request, reply, { begin, orderId });
      },
    );

    app.get(
      '/admin/orders/events',
      {
        exposeHeadRoute: false,
        schema: {
          tags: ['Orders'],
          operationId: 'followOrders',
          summary: 'Follow all orders',
          description: `Each change of any order as it happens. ${resume}`,
          headers: Resumed,
          response,
        },
        config: { access: followOrders.access, problems: ordersProblems, isStream: true },
      },
      async (request, reply) => {
        const begin = () => orProblem(followOrders({ caller: request.caller, ...after(request) }), ordersProblems);
        await stream(request, reply, { begin });
      },
    );
    done();
  };
