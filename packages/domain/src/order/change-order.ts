import { accept, refuse } from '../decision.js';
import type { Instant } from '../flavoured.js';
import { capturedAmount, deriveOrder } from './derive-order.js';
import type { OrderHappening } from './order-event.js';
import type { Order, OrderChange, OrderFacts, OrderRefusal } from './order.js';

type Accepted = { readonly ok: true; readonly value: OrderChange };

/**
 * Accepts a command: `facts` are what it recorded and `happenings` what it did. What follows from the facts is derived,
 * digital lines are delivered when they are paid, and a status that is reached and money that became due are told of.
 */
export function changeOrder(
  before: Order,
  facts: Partial<OrderFacts>,
  at: Instant,
  happenings: readonly OrderHappening[],
  follow: Partial<Pick<OrderChange, 'stock' | 'usage'>> = {},
): Accepted {
  let order = deriveOrder({ ...before, ...facts });
  const told = [...happenings];
  const isNew = before.status !== order.status;
  if (before.status === 'pending' && isNew && order.status !== 'cancelled') {
    told.push({ type: 'order.paid', captured: { amount: capturedAmount(order), currency: order.pricing.currency } });
    if (order.pricing.lines.some(({ digital }) => digital)) order = { ...order, digitalDeliveredAt: at };
  }
  if (isNew && (order.status === 'shipped' || order.status === 'delivered' || order.status === 'cancelled')) {
    told.push({ type: `order.${order.status}` });
  }
  if (order.dueBack.amount > before.dueBack.amount) told.push({ type: 'order.refund-due', dueBack: order.dueBack });
  return accept({
    order,
    events: told.map((happening) => ({ ...happening, orderId: order.id, at })),
    stock: [],
    usage: [],
    ...follow,
  });
}

/** Accepts a command that repeats an earlier one: nothing happened. */
export const repeat = (order: Order): Accepted => accept({ order, events: [], stock: [], usage: [] });

/** Refuses a command, and says which status it met. */
export const refuseOrder = <const E extends { readonly type: string }>(
  { status }: Order,
  error: E,
): { readonly ok: false; readonly error: OrderRefusal<E> } => refuse({ ...error, status });
