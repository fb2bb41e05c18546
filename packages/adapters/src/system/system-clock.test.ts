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
});
