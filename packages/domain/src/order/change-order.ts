import { accept, refuse } from '../decision.js';
import type { Instant } from '../flavoured.js';
import { findMalformed, type MalformedInput, type Shape } from '../shape.js';
import { capturedOf, deriveOrder } from './derive-order.js';
import type { OrderHappening } from './order-event.js';
import { findMalformedOrder, type MalformedOrder } from './order-shape.js';
import type { Order, OrderChange, OrderFacts, OrderRefusal } from './order.js';

type Accepted = { readonly ok: true; readonly value: OrderChange };

/**
 * Why a command cannot be read: its request is malformed, or the order is.
 *
 * @example const error: MalformedCommand = { type: 'input.malformed', path: 'request.at', status: 'paid' };
 */
export type MalformedCommand = MalformedOrder | OrderRefusal<MalformedInput>;

/** Refuses a command that cannot be read; `undefined` when it can. */
export function refuseMalformed(
  order: Order,
  shape: Shape<unknown>,
  request: unknown,
): { readonly ok: false; readonly error: MalformedCommand } | undefined {
  const malformed = findMalformedOrder(order);
  if (malformed !== undefined) return refuse(malformed);
  const bad = findMalformed(shape, request, 'request');
  return bad === undefined ? undefined : refuseOrder(order, bad);
}

/**
 * Accepts a command: `facts` are what it recorded and `happenings` what it did. What follows from the facts is derived,
 * digital lines are delivered when they are paid, and events report a status that is reached and money that became due.
 */
export function changeOrder(
  before: Order,
  facts: Partial<OrderFacts>,
  at: Instant,
  happenings: readonly OrderHappening[],
  follow: Partial<Pick<OrderChange, 'stock' | 'usage'>> = {},
): Accepted {
  let order = deriveOrder({ ...before, ...facts });
  const reported = [...happenings];
  const isNew = before.status !== order.status;
  if (before.status === 'pending' && isNew && order.status !== 'cancelled') {
    reported.push({ type: 'order.paid', captured: { amount: capturedOf(order), currency: order.pricing.currency } });
    if (order.pricing.lines.some(({ digital }) => digital)) order = { ...order, digitalDeliveredAt: at };
  }
  const { status } = order;
  if (isNew && (status === 'shipped' || status === 'delivered' || status === 'cancelled' || status === 'returned')) {
    reported.push({ type: `order.${status}` });
  }
  if (order.dueBack.amount > before.dueBack.amount) reported.push({ type: 'order.refund-due', dueBack: order.dueBack });
  return accept({
    order,
    events: reported.map((happening) => ({ ...happening, orderId: order.id, at })),
    stock: [],
    usage: [],
    ...follow,
  });
}

/** Accepts a command that repeats an earlier one: nothing happened. */
export const repeat = (order: Order): Accepted => accept({ order, events: [], stock: [], usage: [] });

/** Refuses a command, with the status that the order has. */
export const refuseOrder = <const E extends { readonly type: string }>(
  { status }: Order,
  error: E,
): { readonly ok: false; readonly error: OrderRefusal<E> } => refuse({ ...error, status });
