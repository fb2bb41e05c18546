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
