import { expect, it } from 'vitest';
import { instantFromText } from './instant-column.js';

it.each([
  ['2026-11-21 09:30:00+00', '2026-11-21T09:30:00.000Z'],
  ['2026-11-21 09:30:00.5+00', '2026-11-21T09:30:00.500Z'],
  ['2026-11-21 09:30:00.123+00', '2026-11-21T09:30:00.123Z'],
  ['2026-11-21 15:00:00+05:30', '2026-11-21T09:30:00.000Z'],
  ['2026-11-21 04:30:00-05', '2026-11-21T09:30:00.000Z'],
])('reads the instant %s as %s', (text, instant) => {
  expect(instantFromText(text)).toBe(instant);
});
