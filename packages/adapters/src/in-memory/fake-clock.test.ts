import { describe, expect, it } from 'vitest';
import { makeFakeClock } from './fake-clock.js';

describe('a fake clock', () => {
  it('stands still until time is let pass', () => {
    const clock = makeFakeClock('2026-11-21T09:30:00.000Z');
    expect([clock.now(), clock.now()]).toEqual(['2026-11-21T09:30:00.000Z', '2026-11-21T09:30:00.000Z']);
    clock.advance(60_001);
    expect(clock.now()).toBe('2026-11-21T09:31:00.001Z');
  });
});
