import type { Instant } from '@cartwright/domain';
import { customType } from 'drizzle-orm/pg-core';

/**
 * A point in time, stored to the millisecond as `timestamptz(3)` and read back as the domain writes it:
 * `2026-11-21T09:30:00.000Z`, whatever the session's time zone.
 */
export const instant = customType<{ data: Instant; driverData: string }>({
  dataType: () => 'timestamp (3) with time zone',
  fromDriver: instantFromText,
});

/**
 * PostgreSQL writes `2026-11-21 09:30:00.5+00`, and offsets such as `+05:30` where a session is not in UTC.
 *
 * @example instantFromText('2026-11-21 09:30:00.5+00') // '2026-11-21T09:30:00.500Z'
 */
export function instantFromText(text: string): Instant {
  // As nearly all are written: a date parsed and written again takes ten times as long.
  const [, day, time, fraction = ''] = inUtc.exec(text) ?? [];
  if (day !== undefined && time !== undefined) return `${day}T${time}.${fraction.padEnd(3, '0')}Z`;
  return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/u, '$1:00')).toISOString();
}

const inUtc = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,3}))?\+00$/u;
