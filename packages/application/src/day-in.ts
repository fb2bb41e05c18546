import type { Instant } from '@cartwright/domain';

/**
 * The calendar day of instants in a time zone.
 *
 * @example dayIn('Europe/Berlin')('2026-11-21T23:30:00.000Z') // '2026-11-22'
 */
export function dayIn(timeZone: string): (at: Instant) => string {
  const days = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (at) => days.format(new Date(at));
}

/**
 * The calendar day that is `count` days after another one; before it if `count` is negative.
 *
 * @example daysAfter('2026-11-30', 1) // '2026-12-01'
 */
export const daysAfter = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);

/**
 * The instant at which a calendar day begins in a time zone: midnight, or when the clocks skip it, the hour after.
 *
 * @example startOfDay('Europe/Berlin', '2026-07-01') // '2026-06-30T22:00:00.000Z'
 */
export function startOfDay(timeZone: string, day: string): Instant {
  const dayOf = dayIn(timeZone);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // No zone is further from UTC than 15 hours.
  let [before, begun] = [midnight - 15 * 3_600_000, midnight + 15 * 3_600_000];
  while (begun - before > 1) {
    const between = Math.floor((before + begun) / 2);
    if (dayOf(new Date(between).toISOString()) < day) before = between;
    else begun = between;
  }
  return new Date(begun).toISOString();
}
