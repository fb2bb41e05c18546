import { describe, expect, it } from 'vitest';
import { ticksOf } from './schedule-ticks.js';

/** The ticks from one instant up to, and with, another. */
const between = (pattern: string, timeZone: string, from: string, to: string): readonly string[] => {
  const ticks = ticksOf({ pattern, timeZone });
  const found: string[] = [];
  for (let tick = ticks.after(from); tick <= to; tick = ticks.after(tick)) found.push(tick);
  return found;
};
const nightly = '5 0 * * *';

describe('a nightly schedule', () => {
  it('goes by the clocks of its time zone, in summer and in winter', () => {
    expect(between(nightly, 'Europe/Berlin', '2026-10-23T12:00:00.000Z', '2026-10-26T12:00:00.000Z')).toEqual([
      '2026-10-23T22:05:00.000Z',
      '2026-10-24T22:05:00.000Z',
      '2026-10-25T23:05:00.000Z',
    ]);
    expect(ticksOf({ pattern: nightly, timeZone: 'Asia/Kathmandu' }).after('2026-11-21T12:00:00.000Z')).toBe(
      '2026-11-21T18:20:00.000Z',
    );
  });

  it.each([
    ['America/Havana', '2026-03-07T12:00:00.000Z', '2026-03-08T05:00:00.000Z', '2026-03-09T04:05:00.000Z'],
    ['Africa/Cairo', '2026-04-23T12:00:00.000Z', '2026-04-23T22:00:00.000Z', '2026-04-24T21:05:00.000Z'],
    ['Atlantic/Azores', '2026-03-28T12:00:00.000Z', '2026-03-29T01:00:00.000Z', '2026-03-30T00:05:00.000Z'],
  ])('comes at the change of clocks in a night of %s that has no 00:05', (timeZone, before, change, next) => {
    expect(between(nightly, timeZone, before, next)).toEqual([change, next]);
  });

  it.each([
    ['America/Havana', '2026-10-31T12:00:00.000Z', '2026-11-01T04:05:00.000Z', '2026-11-02T05:05:00.000Z'],
    ['Atlantic/Azores', '2026-10-24T12:00:00.000Z', '2026-10-25T00:05:00.000Z', '2026-10-26T01:05:00.000Z'],
  ])('comes once in a night of %s that has 00:05 twice', (timeZone, before, first, next) => {
    expect(between(nightly, timeZone, before, next)).toEqual([first, next]);
  });

  it.each([
    'UTC',
    'Europe/Berlin',
    'America/Havana',
    'Africa/Cairo',
    'Atlantic/Azores',
    'Asia/Beirut',
    'Australia/Lord_Howe',
  ])('comes on each day of ten years once in %s', (timeZone) => {
    const dayOf = new Intl.DateTimeFormat('sv-SE', { timeZone });
    const days = between(nightly, timeZone, '2025-12-31T12:00:00.000Z', '2035-12-31T12:00:00.000Z').map((tick) =>
      dayOf.format(new Date(tick)),
    );
    expect(days).toHaveLength(3_652);
    expect(new Set(days).size).toBe(3_652);
  });
});

describe('a schedule of each minute', () => {
  it.each([
    ['springs forward', '2026-03-29T00:30:00.000Z'],
    ['falls back', '2026-10-25T00:30:00.000Z'],
  ])('leaves none out while the clock %s', (_what, from) => {
    const to = new Date(Date.parse(from) + 2 * 3_600_000).toISOString();
    const minutes = between('* * * * *', 'Europe/Berlin', from, to).map((tick) => Date.parse(tick));
    expect(minutes).toEqual(Array.from({ length: 120 }, (_, index) => Date.parse(from) + (index + 1) * 60_000));
  });
});

describe('the latest tick', () => {
  it.each([
    ['UTC', '2026-11-21T00:05:00.000Z'],
    ['America/Havana', '2026-03-08T05:00:00.000Z'],
    ['America/Havana', '2026-11-01T04:05:00.000Z'],
    ['Atlantic/Azores', '2026-10-25T00:05:00.000Z'],
  ])('in %s at %s is that one until the next', (timeZone, tick) => {
    const ticks = ticksOf({ pattern: nightly, timeZone });
    const next = ticks.after(tick);
    const justBefore = (instant: string): string => new Date(Date.parse(instant) - 1).toISOString();
    expect([tick, justBefore(next)].map(ticks.upTo)).toEqual([tick, tick]);
    expect(ticks.upTo(next)).toBe(next);
    expect(ticks.upTo(justBefore(tick)) < tick).toBe(true);
  });
});

it('refuses what is no pattern, and what is no time zone', () => {
  expect(() => ticksOf({ pattern: 'every night', timeZone: 'UTC' })).toThrow(TypeError);
  expect(() => ticksOf({ pattern: nightly, timeZone: 'Mars/Olympus' }).after('2026-11-21T12:00:00.000Z')).toThrow(
    TypeError,
  );
});
