import {
  bounceRefund,
  cancelUnits,
  confirmRefund,
  deliverParcel,
  failRefund,
  openUnits,
  placeOrder,
  priceCart,
  recordDispute,
  recordPayment,
  refundOrder,
  returnableUnits,
  returnUnits,
  shipOrder,
  waiveUnits,
  type Decision,
  type Order,
  type OrderChange,
  type OrderUnits,
} from '@cartwright/domain';
import { accepted } from '@cartwright/domain/testing/accepted';
import { sale, units } from '@cartwright/domain/testing/order-life';
import { at } from '@cartwright/domain/testing/shop';
import { describe, expect, it } from 'vitest';
import { usd } from '../../testing/shop-in-memory.js';
import { manualProvider } from '../paying/by-hand/manual-provider.js';
import { withdrawUnits } from '../withdrawal/withdraw-units.js';
import { auditOrder } from './audit-order.js';

type Happening = (order: Order) => Decision<Pick<OrderChange, 'order'>, { readonly type: string }>;

const placed: Order = accepted(
  placeOrder(accepted(priceCart(sale)), {
    id: 'order-1',
    number: '1001',
    email: 'ann@example.com',
    delivery: { name: 'Post', days: { min: 2, max: 4 } },
    cheapestShipping: usd(450),
    at,
  }),
).order;
const total = placed.pricing.total.amount;

const pay =
  (reference = 'pi_1', amount = total, provider = 'stripe'): Happening =>
  (order) =>
    recordPayment(order, { provider, reference, amount: usd(amount), at });
const ship =
  (quantities: Readonly<Record<string, number>>, id = 'parcel'): Happening =>
  (order) =>
    shipOrder(order, { id, lines: units(quantities), at });
const cut =
  (id: string, lines?: readonly OrderUnits[]): Happening =>
  (order) =>
    cancelUnits(order, { id, lines: lines ?? openUnits(order), at });
const waive =
  (quantities: Readonly<Record<string, number>>): Happening =>
  (order) =>
    waiveUnits(order, { id: 'waiver', lines: units(quantities), at });
const giveBack =
  (quantities: Readonly<Record<string, number>>, shipping: number): Happening =>
  (order) =>
    returnUnits(order, { id: 'return', lines: units(quantities), restock: true, shippingRefund: usd(shipping), at });
const refund =
  (id: string, amount: number, paymentReference = 'pi_1'): Happening =>
  (order) =>
    refundOrder(order, { id, provider: 'stripe', paymentReference, amount: usd(amount), reason: 'back', at });
const dispute =
  (status: 'open' | 'lost', amount: number): Happening =>
  (order) =>
    recordDispute(order, { id: 'd', provider: 'stripe', paymentReference: 'pi_1', amount: usd(amount), status, at });
const withdraw =
  (isWhole: boolean, most = 9): Happening =>
  (order) => {
    const some = (lines: readonly OrderUnits[]) =>
      lines.map(({ variantId, quantity }) => ({ variantId, quantity: Math.min(most, quantity) }));
    const parts = { cancelled: some(openUnits(order)), returned: some(returnableUnits(order)), waived: [] };
    const lines = [...parts.cancelled, ...parts.returned];
    const decision = withdrawUnits(order, { id: 'w', isWhole, lines, ...parts, reason: 'withdrawal', at });
    return decision.ok ? { ok: true, value: decision.value.change } : decision;
  };

/** Orders that have everything which an order can store. */
const histories: readonly (readonly Happening[])[] = [
  [pay('part', 1000), pay('rest'), refund('r', total - 1, 'rest'), (order) => confirmRefund(order, { id: 'r', at })],
  [pay('a transfer', 1000, manualProvider)],
  [pay('a transfer', total, manualProvider), ship({ mug: 1 })],
  [pay(), ship({ mug: 2, cup: 2 }), giveBack({ mug: 1, cup: 2 }, 250)],
  [pay(), ship({ mug: 3, cup: 2 }), (order) => deliverParcel(order, { id: 'parcel', at }), waive({ mug: 2, book: 1 })],
  [pay(), cut('c', units({ mug: 1 })), cut('last')],
  [pay(), ship({ mug: 3 }), waive({ mug: 2 }), giveBack({ mug: 3 }, 0), cut('rest')],
  [pay(), waive({ cup: 1 }), cut('c', units({ cup: 2 }))],
  [pay(), waive({ cup: 1 }), refund('r', 100), (order) => failRefund(order, { id: 'r', at })],
  [pay(), dispute('open', 300)],
  [pay(), cut('c', units({ mug: 1 })), dispute('lost', 500)],
  [pay(), refund('r', 900), dispute('lost', total), (order) => confirmRefund(order, { id: 'r', at }), bounce],
  [pay(), withdraw(false, 1)],
  [pay(), ship({ mug: 3, cup: 2 }), withdraw(true)],
];
function bounce(order: Order): ReturnType<Happening> {
  return bounceRefund(order, { id: 'r', failure: 'the account is closed', at });
}

/** Where one more is not found, and why. */
const notFound: Readonly<Record<string, string>> = {
  '.delivery.days.min': 'it informs the buyer, and nothing follows from it',
  '.delivery.days.max': 'it informs the buyer, and nothing follows from it',
  '.cheapestShipping.amount':
    'methods that were not chosen are not stored; what a withdrawal gives back by it is found',
  '.payments[].amount.amount': 'of a part that was paid by hand, which has no attempt and makes nothing due yet',
  '.refunds[].amount.amount': 'of one that failed and was less than what was due: it has settled nothing',
  '.shipments[].lines[].quantity': 'while units are left to ship; the stock ledger has no index by order',
  '.disputes[].amount.amount': 'it is the claim of a bank; what a lost dispute withdrew is found',
};

const audit = (order: Order, { number, status, paymentStatus, pricing, payments }: Order) => {
  const attempts = payments
    .filter(({ provider }) => provider !== manualProvider)
    .map(({ provider, reference, amount }) => ({ provider, references: [reference], amount }));
  const columns = { number, status, paymentStatus, total: pricing.total };
  return auditOrder({ id: order.id, columns, order, input: sale, attempts, documents: [] }, at);
};

describe('auditing an order', () => {
  it('finds and names one cent, one unit or one of any other number more, wherever it is stored', () => {
    const found = new Map<string, boolean>();
    for (const history of histories) {
      const order = history.reduce((before, happening) => accepted(happening(before)).order, placed);
      expect(audit(order, order)).toEqual([]);
      for (const path of numbersIn(order)) {
        // The price is the same in each.
        if (path[0] === 'pricing' && history !== histories[0]) continue;
        const place = path.map((key) => (typeof key === 'number' ? '[]' : `.${key}`)).join('');
        const differences = audit(oneMore(order, path) as Order, order);
        const isFound = differences.some(({ field }) => field.startsWith(String(path[0])));
        found.set(place, isFound && found.get(place) !== false);
      }
    }
    const missed = [...found].filter(([, isFound]) => !isFound).map(([place]) => place);
    expect(missed.sort()).toEqual(Object.keys(notFound).sort());
    expect(found.size).toBeGreaterThan(60);
  });
});

type Path = readonly (string | number)[];

/** The paths of all numbers in a value. */
function numbersIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  const entries = Array.isArray(value) ? value.map((each, index) => [index, each] as const) : Object.entries(value);
  return entries.flatMap(([key, each]) => numbersIn(each, [...path, key]));
}

function oneMore(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) return Number(value) + 1;
  if (Array.isArray(value)) return value.map((each, index) => (index === key ? oneMore(each, rest) : each));
  const fields = value as Readonly<Record<string, unknown>>;
  return { ...fields, [key]: oneMore(fields[key], rest) };
}
