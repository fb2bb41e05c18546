/** Long because everything that can happen to an order is here. */
import type { Caller, IdempotentRequest } from '@cartwright/application';
import { valueOf } from '@cartwright/application/contracts/sample-shop';
import type { Order, OrderId, OrderUnits } from '@cartwright/domain';
import type { Result, ResultAsync } from 'neverthrow';
import { uuidIds } from '../../src/system/uuid-ids.js';
import { staff, type RandomShop } from './open-random-shop.js';
import { integerBelow, oneOf, type Chance } from './repeatable-chance.js';

/** An order, and the guest who may touch it. */
type Placed = { readonly id: OrderId; readonly owner: Caller };
/** What somebody does. Most are refused at times. */
type Act = (order: Order, placed: Placed) => ResultAsync<unknown, Refused> | Promise<Result<unknown, Refused>>;
type Refused = { readonly type: string };

/** How often each act was done, and how often it was refused. */
export type Done = ReadonlyMap<string, { readonly done: number; readonly refused: number }>;

type Drive = { readonly shop: RandomShop; readonly chance: Chance };

/**
 * Places orders and does at random what buyers, staff, the provider and time do with them: in rounds of some minutes,
 * several acts at once, at times two with the same order. One order more is withdrawn from as a whole.
 *
 * @example await driveShop(shop, { chance: repeatableChance(7), rounds: 20, ordersARound: 50 })
 */
export async function driveShop(
  shop: RandomShop,
  { chance, rounds, ordersARound }: { readonly chance: Chance; readonly rounds: number; readonly ordersARound: number },
): Promise<Done> {
  const drive = { shop, chance };
  const acts = actsOf(drive);
  const all: Placed[] = [];
  const counts = new Map<string, { done: number; refused: number }>();
  const attempt = async (placed: Placed): Promise<void> => {
    const order = await orderOf(shop, placed);
    const name = oneOf(chance, wishes[order.status]);
    const result = await acts[name](order, placed);
    const count = counts.get(name) ?? { done: 0, refused: 0 };
    counts.set(name, { done: count.done + Number(result.isOk()), refused: count.refused + Number(result.isErr()) });
  };
  all.push(await withdrawWhole(shop));
  for (let round = 0; round < rounds; round += 1) {
    all.push(...(await inTwenties(Array.from({ length: ordersARound }), () => place(drive))));
    // The latest orders of some rounds: older ones rest.
    const live = all.slice(-8 * ordersARound);
    const chosen = live.flatMap((placed) => Array.from({ length: oneOf(chance, [0, 1, 1, 1, 2]) }, () => placed));
    await inTwenties(chosen, attempt);
    shop.clock.advance(1_000 * (60 + integerBelow(chance, 900)));
    await shop.runJobs();
    valueOf(await shop.useCases.expireUnpaidOrders());
    await shop.runJobs();
  }
  // What is under way ends.
  for (let hours = 0; hours < 2; hours += 1) {
    shop.clock.advance(3_600_000);
    await shop.runJobs();
  }
  return counts;
}

/** An order that was sent, and from all of which its buyer withdrew: shipping goes back. Chance makes only a few. */
async function withdrawWhole(shop: RandomShop): Promise<Placed> {
  // No variant but the first, no part of it.
  const drive = { shop, chance: () => 0.9 };
  const acts = actsOf(drive);
  const placed = await place(drive);
  for (const name of ['pay', 'ship', 'withdraw'] as const) {
    valueOf<unknown, Refused>(await acts[name](await orderOf(shop, placed), placed));
    await shop.runJobs();
  }
  return placed;
}

/** What is tried with an order, by its status. What is listed more often is tried more often. */
const wishes = {
  pending: ['pay', 'pay', 'pay', 'pay', 'decline', 'debit', 'transfer', 'transfer', 'cancel', 'amend', 'withdraw'],
  paid: ['ship', 'ship', 'ship', 'ship', 'cut', 'refund', 'give', 'cancel', 'withdraw', 'amend', 'dispute', 'wire'],
  partially_shipped: ['ship', 'ship', 'deliver', 'cut', 'sendBack', 'refund', 'give', 'withdraw', 'dispute', 'settle'],
  shipped: ['deliver', 'deliver', 'sendBack', 'sendBack', 'refund', 'give', 'withdraw', 'dispute', 'settle', 'bounce'],
  delivered: ['sendBack', 'sendBack', 'withdraw', 'refund', 'give', 'dispute', 'settle', 'bounce', 'wire'],
  returned: ['refund', 'bounce', 'settle', 'dispute', 'wire'],
  cancelled: ['wire', 'settle', 'bounce', 'dispute', 'refund'],
} as const satisfies Readonly<Record<Order['status'], readonly string[]>>;
type Wish = (typeof wishes)[Order['status']][number];

async function place({ shop, chance }: Drive): Promise<Placed> {
  const variants = shop.variants.filter(() => chance() < 0.25);
  const items = (variants.length === 0 ? shop.variants.slice(0, 1) : variants).map((variantId) => ({
    variantId,
    quantity: 1 + integerBelow(chance, 4),
  }));
  const address = { fullName: 'Ada Lovelace', line1: '1 Mill Lane', city: 'Ockham', postalCode: '10115' };
  const country = oneOf(chance, ['GB', 'US', 'DE']);
  const command = {
    caller: { type: 'guest' },
    source: { type: 'items', items },
    email: `buyer${integerBelow(chance, 200)}@shop.example`,
    shippingAddress: { ...address, country },
    digitalConsent: chance() < 0.3,
  } as const;
  const coupons = chance() < 0.2 ? { coupons: ['tea'] } : {};
  const placed = await shop.useCases.placeOrder({ ...command, ...coupons, request: request() });
  // The code is used up at some time.
  const { order, token = '' } = valueOf(
    placed.isOk() ? placed : await shop.useCases.placeOrder({ ...command, request: request() }),
  );
  return { id: order.id, owner: { type: 'guest', orderToken: token } };
}

const orderOf = async ({ useCases }: RandomShop, { id, owner }: Placed): Promise<Order> =>
  valueOf(await useCases.viewOrder({ caller: owner, orderId: id })).order;

function actsOf({ shop, chance }: Drive): Readonly<Record<Wish, Act>> {
  const { useCases, gateway, clock } = shop;
  const caller = staff;
  const usd = (amount: number) => ({ amount, currency: 'USD' });
  const reason = 'for no reason';
  const someUnits = ({ pricing }: Order): readonly OrderUnits[] => {
    const { variantId, quantity } = oneOf(chance, pricing.lines);
    return [{ variantId, quantity: 1 + integerBelow(chance, quantity) }];
  };
  const payBy =
    (...methods: readonly string[]): Act =>
    ({ id: orderId }, { owner }) =>
      useCases
        .startPayment({ caller: owner, orderId, method: 'card', request: request() })
        .andThen(({ payment }) => gateway.confirm(payment.paymentId, oneOf(chance, methods)));
  const wire: Act = ({ id: orderId, pricing }) => {
    const { amount } = pricing.total;
    const sent = Math.max(1, oneOf(chance, [amount, amount, Math.ceil(amount / 2), amount + 500]));
    return useCases.recordManualPayment({
      caller,
      orderId,
      amount: usd(sent),
      reference: uuidIds.next(),
      request: request(),
    });
  };
  const report = () => ({ provider: 'sandbox', eventId: uuidIds.next(), at: clock.now() });
  return {
    pay: payBy('pm_card_visa'),
    decline: payBy('pm_card_chargeDeclined'),
    debit: payBy('pm_usBankAccount_success', 'pm_usBankAccount_noAccount'),
    wire,
    transfer: async (order, placed) => {
      const started = await useCases.startTransfer({ caller: placed.owner, orderId: order.id, request: request() });
      return started.isErr() ? started : wire(order, placed);
    },
    cancel: ({ id: orderId }, { owner }) => useCases.cancelOrder({ caller: oneOf(chance, [owner, caller]), orderId }),
    amend: ({ id: orderId }) =>
      useCases.amendOrder({
        caller,
        orderId,
        changes: { email: 'ada@shop.example', note: oneOf(chance, ['gift', null]) },
      }),
    ship: (order) => {
      const lines = chance() < 0.3 ? { lines: someUnits(order) } : {};
      return useCases.shipOrder({
        caller,
        orderId: order.id,
        ...lines,
        carrier: 'DHL',
        trackingNumber: uuidIds.next(),
      });
    },
    deliver: ({ shipments }) => useCases.deliverParcel({ caller, shipmentId: shipments.at(-1)?.id ?? uuidIds.next() }),
    cut: (order) =>
      useCases.cancelUnits({ caller, orderId: order.id, lines: someUnits(order), reason, request: request() }),
    sendBack: async (order, { owner }) => {
      const asked = await useCases.requestReturn({ caller: owner, orderId: order.id, lines: someUnits(order), reason });
      if (asked.isErr()) return asked;
      const shippingRefund = chance() < 0.5 ? { shippingRefund: usd(integerBelow(chance, 500)) } : {};
      const received = { caller, returnId: asked.value.request.id, restock: chance() < 0.5, ...shippingRefund };
      return useCases.receiveReturn(received);
    },
    withdraw: async (order, { owner }) => {
      const target = { caller: owner, orderId: order.id };
      const lines = chance() < 0.5 ? { lines: someUnits(order) } : {};
      const proposed = await useCases.proposeWithdrawal({ ...target, ...lines });
      if (proposed.isErr()) return proposed;
      const withdrawn = await useCases.withdraw({ ...target, confirm: proposed.value.confirm });
      if (withdrawn.isErr() || withdrawn.value.view.returned.length === 0) return withdrawn;
      // The return of a withdrawal has its id.
      const returnId: string = withdrawn.value.view.withdrawal.id;
      return useCases.receiveReturn({ caller, returnId, restock: chance() < 0.5 });
    },
    refund: ({ id: orderId, pricing }) => {
      const amount = usd(1 + integerBelow(chance, Math.max(1, pricing.total.amount)));
      return useCases.refundOrder({ caller, orderId, amount, reason, request: request() });
    },
    give: (order) =>
      useCases.refundOrder({ caller, orderId: order.id, lines: someUnits(order), reason, request: request() }),
    settle: ({ id: orderId, refunds }) => {
      const refundId = refunds.find(({ status }) => status === 'pending')?.id ?? uuidIds.next();
      const failure = chance() < 0.2 ? { failure: 'the account is closed' } : {};
      return useCases.settleManualRefund({ caller, orderId, refundId, ...failure });
    },
    bounce: (order) => {
      const refund = order.refunds.find(({ status, provider }) => status === 'confirmed' && provider === 'sandbox');
      const {
        id: refundId,
        paymentReference: reference,
        amount,
      } = refund ?? { id: 'none', paymentReference: 'none', amount: usd(1) };
      const facts = { refundId, reference, amount, orderId: order.id, reason: 'the card is gone' };
      return useCases.handleProviderEvent({ ...report(), type: 'refund.failed', ...facts });
    },
    dispute: (order) => {
      const payment = order.payments.find(({ provider }) => provider === 'sandbox');
      const { reference, amount } = payment ?? { reference: 'none', amount: usd(1) };
      const type = oneOf(chance, ['dispute.opened', 'dispute.won', 'dispute.lost'] as const);
      const facts = { disputeId: `dispute of ${order.id}`, reference, amount, orderId: order.id };
      return useCases.handleProviderEvent({ ...report(), type, ...facts });
    },
  };
}

const request = (): IdempotentRequest => ({ caller: 'somebody', key: uuidIds.next(), fingerprint: 'a request' });

/** Works on twenty at a time. */
async function inTwenties<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let first = 0; first < all.length; first += 20) {
    results.push(...(await Promise.all(all.slice(first, first + 20).map(work))));
  }
  return results;
}
