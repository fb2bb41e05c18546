import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from './system-clock.js';

afterEach(() => {
  vi.useRealTimers();
});

describe('the system clock', () => {
  it('tells the present instant in UTC with milliseconds', () => {
    vi.useFakeTimers({ now: new Date('2026-11-21T10:30:00.007+01:00') });
    expect(systemClock.now()).toBe('2026-11-21T09:30:00.007Z');
  });

  it('tells each millisecond, and the ones before when it was set back', () => {
    vi.useFakeTimers({ now: new Date('2026-11-21T09:30:00.007Z') });
    const told = [0, 0, 1, -1].map((ms) => {
      vi.setSystemTime(Date.now() + ms);
      return systemClock.now().slice(-5);
    });
    expect(told).toEqual(['.007Z', '.007Z', '.008Z', '.007Z']);
  });
});
