import { limits } from '@cartwright/application';
import { describeRateLimiterContract } from '@cartwright/application/contracts/identity/rate-limiter';
import { expect, it } from 'vitest';
import { makeFakeClock } from './fake-clock.js';
import { makeInMemoryRateLimiter } from './rate-limiter.js';

describeRateLimiterContract('in memory', async () => ({
  limiter: makeInMemoryRateLimiter({ clock: makeFakeClock() }),
  dispose: async () => undefined,
}));

it('admits callers again once the window has passed', async () => {
  const clock = makeFakeClock();
  const limiter = makeInMemoryRateLimiter({ clock });
  const { points, seconds } = limits['login-by-account'];
  for (let call = 0; call < points; call += 1) await limiter.consume('login-by-account', 'ada');
  clock.advance(seconds * 1000 - 1);
  expect((await limiter.consume('login-by-account', 'ada')).isErr()).toBe(true);
  clock.advance(1);
  expect((await limiter.consume('login-by-account', 'ada')).isOk()).toBe(true);
});
