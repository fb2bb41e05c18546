/** Longer than other files: what becomes of each unit of an order is decided in one place. */
import {
  openUnits,
  returnableUnits,
  type Instant,
  type Money,
  type Order,
  type OrderChange,
  type OrderStatus,
  type OrderUnits,
  type VariantId,
} from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import { unitsOf } from '../fulfilment/units-of.js';
import { sumDemand } from '../placing/sum-demand.js';
import { withdrawUnits } from './withdraw-units.js';
import type { PeriodOver } from './withdrawal-period.js';

/** Why a buyer cannot withdraw. */
export type WithdrawalRefused = {
  readonly type:
    | 'withdrawal.period-over'
    /** The buyer agreed to get the digital goods at once. */
    | 'withdrawal.digital-consented'
    /** An order that is not paid is withdrawn from as a whole. */
    | 'withdrawal.only-whole'
    /** Everything was cancelled, returned or withdrawn from before. */
    | 'withdrawal.nothing-left'
    | 'withdrawal.units-not-available';
  readonly variantId?: VariantId;
  readonly status: OrderStatus;
};

/** What a withdrawal does to an order. */
export type WithdrawalPlan = {
  /** All units of it. */
  readonly lines: readonly OrderUnits[];
  /** Those that the buyer has, and sends back. */
  readonly returned: readonly OrderUnits[];
  readonly refund: Money;
  readonly change: OrderChange;
};

export type WithdrawalWish = {
  readonly id: string;
  /** Everything that can be withdrawn from when absent. */
  readonly lines?: readonly OrderUnits[] | undefined;
  /** Returns that were announced and are not received. */
  readonly announced: readonly { readonly lines: readonly OrderUnits[] }[];
  readonly over: PeriodOver;
  readonly at: Instant;
};

/**
 * Plans a withdrawal: what is not sent is cancelled, what was sent comes back, and digital goods are paid back. A
 * withdrawal from all of a sent order gives back shipping too.
 */
export function planWithdrawal(order: Order, wish: WithdrawalWish): Result<WithdrawalPlan, WithdrawalRefused> {
  const { id, at } = wish;
  const available = availableUnits(order, wish);
  return wantedUnits(order, wish, available).andThen((lines) => {
    const isWhole = available.every((units) => unitsOf(units.variantId, lines) === most(units));
    if (order.status === 'pending' && !isWhole) return refuse(order, 'withdrawal.only-whole');
    const part = (quantity: (units: AvailableUnits, wanted: number) => number): readonly OrderUnits[] =>
      available
        .map((units) => ({
          variantId: units.variantId,
          quantity: quantity(units, unitsOf(units.variantId, lines)),
        }))
        .filter((units) => units.quantity > 0);
    // Units that have not left are cancelled first.
    const cancelled = part(({ open }, wanted) => Math.min(open, wanted));
    const returned = part(({ open, digital }, wanted) => (digital > 0 ? 0 : Math.max(0, wanted - open)));
    const waived = part(({ digital }, wanted) => Math.min(digital, wanted));
    const parts = { cancelled, returned, waived, reason: 'withdrawal' };
    const withdrawn = withdrawUnits(order, { id, lines, isWhole, ...parts, at });
    if (!withdrawn.ok) return refuse(order, 'withdrawal.units-not-available');
    return ok({ lines, returned, ...withdrawn.value });
  });
}

/** Of a line: units that have not left, that the buyer has, and that are digital; and what the law keeps back. */
type AvailableUnits = {
  readonly variantId: VariantId;
  readonly open: number;
  readonly sent: number;
  readonly digital: number;
  /** Units that could be withdrawn from before, and why not now. */
  readonly lost: number;
  readonly because: 'withdrawal.period-over' | 'withdrawal.digital-consented';
};

function availableUnits(order: Order, { announced, over }: WithdrawalWish): readonly AvailableUnits[] {
  const isUnpaid = order.status === 'pending';
  const open = openUnits(order);
  const returnable = returnableUnits(order);
  const waived = order.unitWaivers.flatMap(({ lines }) => lines);
  const coming = announced.flatMap(({ lines }) => lines);
  return order.pricing.lines.map(({ variantId, quantity, digital }): AvailableUnits => {
    if (order.status === 'cancelled') return { variantId, ...nothing };
    if (!digital) {
      const sent = Math.max(0, unitsOf(variantId, returnable) - unitsOf(variantId, coming));
      const rest = over.sent ? { sent: 0, lost: sent } : { sent, lost: 0 };
      return { variantId, ...nothing, open: unitsOf(variantId, open), ...rest };
    }
    const left = quantity - unitsOf(variantId, waived);
    if (isUnpaid) return { variantId, ...nothing, digital: left };
    if (order.digitalConsentAt !== undefined)
      return { variantId, ...nothing, lost: left, because: 'withdrawal.digital-consented' };
    return over.digital ? { variantId, ...nothing, lost: left } : { variantId, ...nothing, digital: left };
  });
}

/** All units of a line that can be withdrawn from. */
const most = ({ open, sent, digital }: AvailableUnits): number => open + sent + digital;

const nothing = { open: 0, sent: 0, digital: 0, lost: 0, because: 'withdrawal.period-over' } as const;

function wantedUnits(
  order: Order,
  { lines }: WithdrawalWish,
  available: readonly AvailableUnits[],
): Result<readonly OrderUnits[], WithdrawalRefused> {
  if (lines === undefined) {
    const all = available
      .map((units) => ({ variantId: units.variantId, quantity: most(units) }))
      .filter(({ quantity }) => quantity > 0);
    if (all.length > 0) return ok(all);
    const lost = available.filter((units) => units.lost > 0);
    const why = lost.find(({ because }) => because === 'withdrawal.period-over') ?? lost[0];
    return refuse(order, why?.because ?? 'withdrawal.nothing-left');
  }
  const wanted = sumDemand(lines);
  for (const { variantId, quantity } of wanted) {
    const units = available.find((each) => each.variantId === variantId);
    const left = units === undefined ? 0 : most(units);
    if (quantity <= left) continue;
    const isLost = units !== undefined && quantity <= left + units.lost;
    return refuse(order, isLost ? units.because : 'withdrawal.units-not-available', variantId);
  }
  return wanted.length === 0 ? refuse(order, 'withdrawal.nothing-left') : ok(wanted);
}

const refuse = (
  { status }: Order,
  type: WithdrawalRefused['type'],
  variantId?: VariantId,
): Result<never, WithdrawalRefused> => err({ type, ...(variantId === undefined ? {} : { variantId }), status });
