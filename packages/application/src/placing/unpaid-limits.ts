import { err, ok, type Result } from 'neverthrow';
import type { Caller } from '../caller.js';
import { addressGroup } from '../limits/address-group.js';
import type { UnpaidOrders } from '../ports/repositories/pricing-facts.js';
import type { Secrets } from '../ports/secrets.js';

/** How many orders one caller may leave unpaid, and how many units these may reserve. */
export type UnpaidLimits = { readonly maximumOrders: number; readonly maximumUnits: number };

/** The limits of a shop that takes so many requests a minute of one caller. */
export const unpaidLimitsFor = (requests: number): UnpaidLimits => {
  const maximumOrders = Math.ceil(requests / 3);
  return { maximumOrders, maximumUnits: 20 * maximumOrders };
};

/** A hundred orders with 2,000 units. */
export const defaultUnpaidLimits: UnpaidLimits = unpaidLimitsFor(300);

/** The caller has reserved as much as one caller may without paying. */
export type TooManyUnpaid = {
  readonly type: 'order.too-many-unpaid';
  readonly unpaidOrders: number;
  readonly reservedUnits: number;
} & UnpaidLimits;

/**
 * Unpaid orders from one address count together, whichever account they are by, since anybody can make accounts. Only
 * a digest of the address is stored. `undefined` for callers in the process.
 */
export const placedByOf = (secrets: Secrets, { address }: Caller): string | undefined =>
  address === undefined ? undefined : `address:${secrets.derive('address', addressGroup(address))}`;

/** One request that places an order. */
export type Placing = {
  /** Checks a new order of so many units against what is stored and what concurrent requests of the caller take. */
  readonly admit: (stored: UnpaidOrders, units: number) => Result<void, TooManyUnpaid>;
  readonly end: (isPlaced: boolean) => void;
};

type Entry = { readonly began: number; units?: number; ended?: number };

/**
 * Admits orders up to the limits. Concurrent requests of a caller read the same stored orders, so each counts what the
 * others take, until a request that began later reads it from storage. Several processes may pass the limits by as much
 * as each of them admits.
 */
export function makePlacings(limits: UnpaidLimits): { readonly begin: (placedBy: string | undefined) => Placing } {
  const { maximumOrders, maximumUnits } = limits;
  const byCaller = new Map<string, Set<Entry>>();
  let moment = 0;
  const nextMoment = (): number => {
    moment += 1;
    return moment;
  };

  return {
    begin: (placedBy) => {
      if (placedBy === undefined) return { admit: () => ok(undefined), end: () => undefined };
      const entries = byCaller.get(placedBy) ?? new Set();
      byCaller.set(placedBy, entries);
      const own: Entry = { began: nextMoment() };
      entries.add(own);
      return {
        admit: (stored, units) => {
          let [unpaidOrders, reservedUnits] = [stored.orders, stored.units];
          for (const entry of entries) {
            const isStored = entry.ended !== undefined && entry.ended < own.began;
            if (entry === own || entry.units === undefined || isStored) continue;
            unpaidOrders += 1;
            reservedUnits += entry.units;
          }
          if (unpaidOrders + 1 > maximumOrders || reservedUnits + units > maximumUnits)
            return err({ type: 'order.too-many-unpaid', unpaidOrders, reservedUnits, ...limits });
          own.units = units;
          return ok(undefined);
        },
        end: (isPlaced) => {
          if (isPlaced && own.units !== undefined) own.ended = nextMoment();
          else entries.delete(own);
          forgetStored(entries);
          if (entries.size === 0) byCaller.delete(placedBy);
        },
      };
    },
  };
}

/** Drops ended requests that every running one finds in storage. */
function forgetStored(entries: Set<Entry>): void {
  const running = [...entries].filter(({ ended }) => ended === undefined);
  const oldest = Math.min(...running.map(({ began }) => began));
  for (const entry of entries) if (entry.ended !== undefined && entry.ended < oldest) entries.delete(entry);
}
