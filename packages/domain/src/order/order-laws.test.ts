import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepted } from '../../testing/accepted.js';
import { arbitrarySale } from '../../testing/arbitrary-sale.js';
import { lawRuns } from '../../testing/law-runs.js';
import { beginnings, decisions, type Decide } from '../../testing/order-commands.js';
import { OrderModel, StockLedger } from '../../testing/order-model.js';
import { at } from '../../testing/shop.js';
import { priceCart } from '../pricing/price-cart.js';
import type { PricingInput } from '../pricing/pricing-input.js';
import type { Order, OrderChange } from './order.js';
import { placeOrder } from './place-order.js';

type Actor = 0 | 1;
/** The order as it is, and as each of two actors saw it last. */
type World = { order: Order; readonly ledger: StockLedger; readonly seen: Record<Actor, Order> };

const statuses = ['pending', 'paid', 'partially_shipped', 'shipped', 'delivered', 'cancelled'] as const;
const amountOf = (records: readonly { readonly amount: { readonly amount: number } }[]): number =>
  records.reduce((all, { amount }) => all + amount.amount, 0);
const countOf = (records: readonly { readonly lines: readonly { readonly variantId: string; readonly quantity: number }[] }[], variantId: string): number =>
  records.flatMap(({ lines }) => lines).reduce((all, line) => all + (line.variantId === variantId ? line.quantity : 0), 0);

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}

/** One actor acts on what they saw last, or looks first; the command meets the order as it is. */
class Act implements fc.Command<OrderModel, World> {
  readonly #met: Set<string>;
  readonly #by: { readonly actor: Actor; readonly looks: boolean; readonly decide: Decide };

  constructor(met: Set<string>, by: { readonly actor: Actor; readonly looks: boolean; readonly decide: Decide }) {
    this.#met = met;
    this.#by = by;
  }

  // Refused commands are as much part of the laws as accepted ones.
  check(): boolean {
    return true;
  }

  run(model: OrderModel, world: World): void {
    const { actor, looks, decide } = this.#by;
    if (looks) world.seen[actor] = world.order;
    const told = decide(world.seen[actor]);
    const before = world.order;
    const dueBefore = model.dueBack;
    const decision = told.onOrder(before);
    this.#met.add(`${told.name} when ${before.status}`);
    expect(decision.ok).toBe(told.onModel(model));
    if (!decision.ok) expect(decision.error.status).toBe(before.status);
    const change: OrderChange = decision.ok ? deepFreeze(decision.value) : { order: before, events: [], stock: [], usage: [] };
    world.order = change.order;
    world.ledger.add(change);
    follows(change, model);
    tells(change, before, told.name, dueBefore);
    keepsTheLaws(world, before, model);
  }

  toString(): string {
    const { actor, looks, decide } = this.#by;
    return `${actor}${looks ? ' looks and' : ''} ${decide.toString()}`;
  }
}

function follows({ order }: OrderChange, model: OrderModel): void {
  expect(order.status).toBe(model.status);
  expect(order.paymentStatus).toBe(model.paymentStatus);
  expect(order.dueBack).toStrictEqual({ amount: model.dueBack, currency: 'USD' });
}

/** An event says that a status is reached, or that money became due, exactly when it is so. */
function tells({ order, events, usage }: OrderChange, before: Order, name: string, dueBefore: number): void {
  const said = (type: string): boolean => events.some((event) => event.type === type);
  const became = before.status === order.status ? undefined : order.status;
  expect(said('order.paid')).toBe(before.status === 'pending' && became !== undefined && became !== 'cancelled');
  for (const status of ['shipped', 'delivered', 'cancelled'] as const) expect(said(`order.${status}`)).toBe(became === status);
  expect(said('order.refund-due')).toBe(order.dueBack.amount > dueBefore && name !== 'failRefund');
  expect(events.every((event) => event.orderId === 'order-1' && event.at !== undefined)).toBe(true);
  expect(usage.length > 0).toBe(became === 'cancelled' && order.pricing.applied.length > 0);
  expect(order.digitalDeliveredAt !== undefined).toBe(
    before.digitalDeliveredAt !== undefined || (said('order.paid') && order.pricing.lines.some(({ digital }) => digital)),
  );
}

function keepsTheLaws({ order, ledger }: World, before: Order, { held }: OrderModel): void {
  const confirmed = order.refunds.filter(({ status }) => status === 'confirmed');
  const onItsWay = order.refunds.filter(({ status }) => status === 'pending');
  expect(amountOf(order.payments) - amountOf(confirmed) - amountOf(onItsWay)).toBeGreaterThanOrEqual(0);
  expect(order.dueBack.amount).toBeGreaterThanOrEqual(0);
  expect(order.dueBack.amount).toBeLessThanOrEqual(held);
  const isOver = ['shipped', 'delivered', 'cancelled'].includes(order.status);
  for (const { variantId, quantity, digital } of order.pricing.lines) {
    const reserved = ledger.reserved(variantId);
    expect(reserved >= 0 && reserved <= (digital || isOver ? 0 : quantity)).toBe(true);
    expect(ledger.away(variantId)).toBeGreaterThanOrEqual(0);
    expect(countOf(order.returns, variantId)).toBeLessThanOrEqual(countOf(order.shipments, variantId));
  }
  if (before.status === 'cancelled') expect(order.status).toBe('cancelled');
  expect(order.pricing).toBe(before.pricing);
}

function setUp(from: PricingInput, beginning: readonly Decide[]): { readonly model: OrderModel; readonly real: World } {
  const pricing = accepted(priceCart(from));
  const change = deepFreeze(accepted(placeOrder(pricing, { id: 'order-1', number: '1001', email: 'ann@example.com', at })));
  const ledger = new StockLedger();
  ledger.add(change);
  const model = new OrderModel(pricing);
  let { order } = change;
  for (const decide of beginning) {
    const told = decide(order);
    const decision = told.onOrder(order);
    expect(decision.ok).toBe(told.onModel(model));
    if (!decision.ok) continue;
    ledger.add(decision.value);
    ({ order } = decision.value);
  }
  return { model, real: { order, ledger, seen: { 0: order, 1: order } } };
}

describe('whatever two actors do to an order, each from a copy that may be stale', () => {
  test('it does what the model says, told in every status and by every command', () => {
    const met = new Set<string>();
    const actor = fc.constantFrom<Actor>(0, 1);
    const acts = decisions.map((decision) =>
      fc.record({ actor, looks: fc.boolean(), decide: decision }).map((by) => new Act(met, by)),
    );
    fc.assert(
      fc.property(
        arbitrarySale,
        fc.constantFrom(...beginnings),
        fc.commands(acts, { maxCommands: 25, size: '+1' }),
        (from, beginning, commands) => {
          let last: World | undefined;
          fc.modelRun(() => {
            const world = setUp(from, beginning);
            last = world.real;
            return world;
          }, commands);
          // Orders are kept as JSON.
          if (last !== undefined) expect(JSON.parse(JSON.stringify(last.order))).toStrictEqual(last.order);
        },
      ),
      lawRuns,
    );
    const missed = statuses.flatMap((status) =>
      Object.keys(commandNames).map((name) => `${name} when ${status}`),
    );
    expect(missed.filter((pair) => !met.has(pair))).toStrictEqual([]);
  });
});

const commandNames = {
  recordPayment: true,
  recordPaymentFailure: true,
  expireOrder: true,
  cancelOrder: true,
  cancelUnits: true,
  shipOrder: true,
  deliverParcel: true,
  returnUnits: true,
  refundOrder: true,
  confirmRefund: true,
  failRefund: true,
  recordDispute: true,
} as const;
