import type { Instant, Order } from '@cartwright/domain';
import { dayIn } from '../day-in.js';
import type { ShopDetails } from '../ports/repositories/shop-records.js';

/** How long buyers may withdraw where the shop states nothing: the law of the EU (Directive 2011/83/EU, Article 9). */
const defaultWithdrawalDays = 14;

/** Whether the period to withdraw is over, for what is sent and for what is digital. */
export type PeriodOver = { readonly sent: boolean; readonly digital: boolean };

/**
 * The period begins with the day on which the last parcel is delivered, for digital goods with the day of the order,
 * and ends with the last of its days in the shop's time zone. While something is still under way it has not begun. With
 * no days at all it is over at once.
 */
export function periodOver(
  { placedAt, shipments, status }: Order,
  shop: Pick<ShopDetails, 'withdrawalDays' | 'timeZone'> | undefined,
  at: Instant,
): PeriodOver {
  const { withdrawalDays: days = defaultWithdrawalDays, timeZone = 'UTC' } = shop ?? {};
  const isOverSince = (start: Instant): boolean =>
    days === 0 || dayNumber(at, timeZone) > dayNumber(start, timeZone) + days;
  const deliveries = shipments.flatMap(({ deliveredAt }) => deliveredAt ?? []);
  const isAllThere = deliveries.length === shipments.length && status !== 'partially_shipped';
  const last = deliveries.toSorted((left, right) => Date.parse(left) - Date.parse(right)).at(-1);
  return { sent: last !== undefined && isAllThere && isOverSince(last), digital: isOverSince(placedAt) };
}

/** Counts days; the day is that of the time zone. */
const dayNumber = (at: Instant, timeZone: string): number =>
  Date.parse(`${dayIn(timeZone)(at)}T00:00:00Z`) / 86_400_000;
