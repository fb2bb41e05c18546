/** Long because the laws of an order share one model and one set of random commands. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepted } from '../../testing/accepted.js';
import { arbitrarySale } from '../../testing/arbitrary-sale.js';
import { lawRuns } from '../../testing/law-runs.js';
import { beginnings, decisions, type CommandName, type Decide } from '../../testing/order-commands.js';
import { OrderModel, StockLedger } from '../../testing/order-model.js';
import { payment, sale } from '../../testing/order-life.js';
import { at } from '../../testing/shop.js';
import { priceCart } from '../pricing/price-cart.js';
import type { PricingInput } from '../pricing/pricing-input.js';
import { cancelUnits } from './cancelling/cancel-units.js';
import type { Order, OrderChange } from './order.js';
import { allowedCommands, refundable } from './order-queries.js';
import { placementOf, placeOrder } from './placing/place-order.js';
import { readOrder } from './read-order.js';
import { recordPayment } from './payments/record-payment.js';
import { refundOrder } from './payments/refund-order.js';
import { returnUnits } from './fulfilment/return-units.js';
import { confirmRefund } from './payments/settle-refund.js';
import { shipOrder } from './fulfilment/ship-order.js';
import { waiveUnits } from './cancelling/waive-units.js';

type Actor = 0 | 1;
/** The order as it is, and as each of two actors saw it last. */
type World = {
  order: Order;
  readonly placed: Order;
  readonly ledger: StockLedger;
  readonly seen: Record<Actor, Order>;
};

const statuses = ['pending', 'paid', 'partially_shipped', 'shipped', 'delivered', 'cancelled', 'returned'] as const;
const amountOf = (records: readonly { readonly amount: { readonly amount: number } }[]): number =>
  records.reduce((all, { amount }) => all + amount.amount, 0);
const countOf = (
  records: readonly { readonly lines: readonly { readonly variantId: string; readonly quantity: number }[] }[],
  variantId: string,
): number =>
  records
    .flatMap(({ lines }) => lines)
    .reduce((all, line) => all + (line.variantId === variantId ? line.quantity : 0), 0);

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}

type By = { readonly actor: Actor; readonly looks: boolean; readonly decide: Decide };

/** One actor acts on what they saw last, or looks first; the command meets the order as it is. */
class Act implements fc.Command<OrderModel, World> {
  readonly #met: Set<string>;
  readonly #by: By;

  constructor(met: Set<string>, by: By) {
    this.#met = met;
    this.#by = by;
  }

  // Refused commands are as much part of the laws as accepted ones.
  check(): boolean {
    return true;
  }

  run(model: OrderModel, world: World): void {
    this.#met.add(act(model, world, this.#by));
  }

  toString(): string {
    return fc.stringify({
      actor: this.#by.actor,
      looks: this.#by.looks,
      does: this.#by.decide(accepted(place(sale)).order).name,
    });
  }
}

/** Lets an actor act, and returns which command met which status. */
function act(model: OrderModel, world: World, { actor, looks, decide }: By): string {
  if (looks) world.seen[actor] = world.order;
  const command = decide(world.seen[actor]);
  const before = world.order;
  const dueBefore = model.dueBack;
  const decision = command.onOrder(before);
  expect(decision.ok).toBe(command.onModel(model));
  expect(decision.ok ? before.status : decision.error.status).toBe(before.status);
  const change: OrderChange = decision.ok
    ? deepFreeze(decision.value)
    : { order: before, events: [], stock: [], usage: [] };
  world.order = change.order;
  world.ledger.add(change);
  follows(change, model);
  reports(change, before, command.name, dueBefore);
  offersWhatIsAllowed(change, before, command.name);
  keepsTheLaws(world, before, model);
  // Orders are stored as JSON, and read back as they are.
  expect(accepted(readOrder(JSON.parse(JSON.stringify(world.order))))).toStrictEqual(world.order);
  expect(accepted(placeOrder(...placementOf(world.order))).order).toStrictEqual(world.placed);
  return `${command.name} when ${before.status}`;
}

function follows({ order }: OrderChange, model: OrderModel): void {
  expect(order.status).toBe(model.status);
  expect(order.paymentStatus).toBe(model.paymentStatus);
  expect(order.dueBack).toStrictEqual({ amount: model.dueBack, currency: 'USD' });
}

/** What changed an order is among the commands that a screen offers, but for a refund that a provider reports. */
function offersWhatIsAllowed({ order }: OrderChange, before: Order, name: CommandName): void {
  const isReported = name === 'refundOrder' && before.status === 'pending';
  if (order === before || isReported) return;
  expect(allowedCommands(before)).toContain(name);
}

/** Events report each change, that a status is reached, and that money became due, exactly when it is so. */
function reports({ order, events, usage }: OrderChange, before: Order, name: CommandName, dueBefore: number): void {
  const isReported = (type: string): boolean => events.some((event) => event.type === type);
  const became = before.status === order.status ? undefined : order.status;
  expect(events.length > 0).toBe(order !== before);
  expect(isReported('order.paid')).toBe(before.status === 'pending' && became !== undefined && became !== 'cancelled');
  for (const status of ['shipped', 'delivered', 'cancelled', 'returned'] as const)
    expect(isReported(`order.${status}`)).toBe(became === status);
  expect(isReported('order.refund-due')).toBe(
    (order.dueBack.amount > dueBefore && name !== 'failRefund' && name !== 'bounceRefund') ||
      (isReported('order.dispute-won') && order.dueBack.amount > 0),
  );
  expect(events.every((event) => event.orderId === 'order-1' && event.at !== undefined)).toBe(true);
  expect(usage.length > 0).toBe(became === 'cancelled' && order.pricing.applied.length > 0);
  expect(order.digitalDeliveredAt !== undefined).toBe(
    before.digitalDeliveredAt !== undefined ||
      (isReported('order.paid') && order.pricing.lines.some(({ digital }) => digital)),
  );
}

function keepsTheLaws({ order, ledger }: World, before: Order, { held }: OrderModel): void {
  const confirmed = order.refunds.filter(({ status }) => status === 'confirmed');
  const onItsWay = order.refunds.filter(({ status }) => status === 'pending');
  const withdrawn = order.disputes.flatMap((dispute) => dispute.withdrawn ?? []).map((amount) => ({ amount }));
  const gone = amountOf(confirmed) + amountOf(onItsWay) + amountOf(withdrawn);
  expect(amountOf(order.payments) - gone).toBe(held);
  expect(held).toBeGreaterThanOrEqual(0);
  expect(order.dueBack.amount).toBeGreaterThanOrEqual(0);
  expect(order.dueBack.amount).toBeLessThanOrEqual(held);
  expect(refundable(order).amount).toBe(order.status === 'pending' ? 0 : held);
  const isOver = ['shipped', 'delivered', 'cancelled', 'returned'].includes(order.status);
  for (const { variantId, quantity, digital } of order.pricing.lines) {
    const reserved = ledger.reserved(variantId);
    expect(reserved >= 0 && reserved <= (digital || isOver ? 0 : quantity)).toBe(true);
    expect(ledger.away(variantId)).toBeGreaterThanOrEqual(0);
    expect(countOf(order.returns, variantId)).toBeLessThanOrEqual(countOf(order.shipments, variantId));
  }
  if (before.status === 'cancelled' || before.status === 'returned') expect(order.status).toBe(before.status);
  expect(order.paidAt).toBe(before.paidAt ?? order.paidAt);
  expect(order.pricing).toBe(before.pricing);
}

const place = (from: PricingInput) =>
  placeOrder(accepted(priceCart(from)), { id: 'order-1', number: '1001', email: 'ann@example.com', at });

function setUp(from: PricingInput, beginning: readonly Decide[]): { readonly model: OrderModel; readonly real: World } {
  const change = deepFreeze(accepted(place(from)));
  const ledger = new StockLedger();
  ledger.add(change);
  const model = new OrderModel(change.order.pricing);
  let { order } = change;
  for (const decide of beginning) {
    const command = decide(order);
    const decision = command.onOrder(order);
    expect(decision.ok).toBe(command.onModel(model));
    if (!decision.ok) continue;
    ledger.add(decision.value);
    ({ order } = decision.value);
  }
  return { model, real: { order, placed: change.order, ledger, seen: { 0: order, 1: order } } };
}

describe('whatever two actors do to an order, each from a copy that may be stale', () => {
  test('it does what the model says, in every status and by every command', () => {
    const met = new Set<string>();
    const actor = fc.constantFrom<Actor>(0, 1);
    const acts = Object.values(decisions).map((decision) =>
      fc.record({ actor, looks: fc.boolean(), decide: decision }).map((by) => new Act(met, by)),
    );
    fc.assert(
      fc.property(
        arbitrarySale,
        fc.constantFrom(...beginnings),
        fc.commands(acts, { maxCommands: 25, size: '+1' }),
        (from, beginning, commands) => fc.modelRun(() => setUp(from, beginning), commands),
      ),
      lawRuns,
    );
    // However the random runs turned out, every command meets every beginning.
    for (const beginning of beginnings) {
      for (const decide of Object.values(decisions).flatMap((decision) => fc.sample(decision, 1))) {
        const { model, real } = setUp(sale, beginning);
        met.add(act(model, real, { actor: 0, looks: true, decide }));
      }
    }
    const pairs = statuses.flatMap((status) => Object.keys(decisions).map((name) => `${name} when ${status}`));
    expect(pairs.filter((pair) => !met.has(pair))).toStrictEqual([]);
  });
});

describe('refunding every unit', () => {
  test('in any order, cancelled, returned or waived before either, gives back exactly what was captured for them', () => {
    const steps = fc.array(
      fc.record({
        variantId: fc.constantFrom('mug', 'cup'),
        shipsFirst: fc.boolean(),
        settles: fc.boolean(),
        waivesFirst: fc.boolean(),
      }),
      {
        minLength: 12,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(arbitrarySale, steps, (from, ways) => {
        const { order: placed } = accepted(place(from));
        const { total, shippingTotal, taxTotal, taxIncluded, lines, shipping } = placed.pricing;
        let order = pay(placed, total.amount);
        for (const { variantId, shipsFirst, settles, waivesFirst } of ways) {
          order = sendBack(waivesFirst ? waive(order, variantId) : order, variantId, shipsFirst, settles);
        }
        for (const { variantId, digital, quantity } of lines) {
          for (let unit = 0; unit < (digital ? 0 : quantity); unit += 1)
            order = sendBack(order, variantId, false, false);
        }
        order = payOut(order);

        const kept = lines
          .filter(({ digital }) => digital)
          .map((line) => line.total.amount + (taxIncluded ? 0 : line.tax.amount));
        const shippingPaid = shippingTotal.amount + (taxIncluded ? 0 : (shipping?.tax.amount ?? 0));
        const unitsPaid = total.amount - shippingPaid - kept.reduce((all, each) => all + each, 0);
        const records = [...order.unitCancellations, ...order.returns, ...order.unitWaivers];
        const ofShipping = records.reduce((all, { shippingRefund }) => all + (shippingRefund?.amount ?? 0), 0);
        expect(amountOf(records) - ofShipping).toBe(unitsPaid);
        // Where nothing was shipped, the shipping goes back as well.
        const isSent = order.shipments.length > 0;
        expect(amountOf(order.refunds)).toBe(isSent ? unitsPaid : unitsPaid + shippingPaid);
        expect(order.refunds.every(({ goodwill }) => goodwill === undefined)).toBe(true);
        const taxes = records.flatMap((record) => record.lines).map(({ tax }) => tax.amount);
        const digitalTax = lines.filter(({ digital }) => digital).reduce((all, { tax }) => all + tax.amount, 0);
        expect(taxes.reduce((all, tax) => all + tax, 0)).toBe(
          taxTotal.amount - (shipping?.tax.amount ?? 0) - digitalTax,
        );
      }),
      lawRuns,
    );
  });
});

const pay = (order: Order, amount: number): Order =>
  amount === 0
    ? order
    : accepted(recordPayment(order, { provider: 'stripe', reference: 'pi_1', amount: { amount, currency: 'USD' }, at }))
        .order;

/** One more unit is kept for nothing, if one is left that is paid for. */
function waive(order: Order, variantId: string): Order {
  const waived = waiveUnits(order, {
    id: `waiver-${order.unitWaivers.length}`,
    lines: [{ variantId, quantity: 1 }],
    at,
  });
  return waived.ok ? waived.value.order : order;
}

/** One more unit goes back, if one is left: cancelled, or shipped and returned. */
function sendBack(order: Order, variantId: string, shipsFirst: boolean, settles: boolean): Order {
  const lines = [{ variantId, quantity: 1 }];
  const shipped = shipsFirst ? shipOrder(order, { id: `parcel-${order.shipments.length}`, lines, at }) : undefined;
  const sent = shipped?.ok === true ? shipped.value.order : order;
  const returned = returnUnits(sent, { id: `return-${order.returns.length}`, lines, restock: true, at });
  const cancelled = returned.ok
    ? returned
    : cancelUnits(sent, { id: `cancellation-${sent.unitCancellations.length}`, lines, at });
  const next = cancelled.ok ? cancelled.value.order : sent;
  return settles ? payOut(next) : next;
}

/** Requests all that is due, and has it confirmed. */
function payOut(order: Order): Order {
  if (order.dueBack.amount === 0) return order;
  const id = `refund-${order.refunds.length}`;
  const request = { id, amount: order.dueBack, reason: 'back', ...payment, at };
  return accepted(confirmRefund(accepted(refundOrder(order, request)).order, { id, at })).order;
}
