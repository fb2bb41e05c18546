import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { expect, it } from 'vitest';
import { takeInBlocks } from './take-in-blocks.js';

const shared = () => new RateLimiterMemory({ points: 25, duration: 60 });

it('asks the shared limiter once for ten requests, also at once', async () => {
  const limiter = shared();
  const inBlocks = takeInBlocks(limiter, 10);
  const states = await Promise.all(Array.from({ length: 10 }, () => inBlocks.consume('ada')));
  expect((await limiter.get('ada'))?.consumedPoints).toBe(10);
  expect(states.map(({ remainingPoints }) => remainingPoints)).toEqual([24, 23, 22, 21, 20, 19, 18, 17, 16, 15]);
  await inBlocks.consume('ada');
  expect((await limiter.get('ada'))?.consumedPoints).toBe(20);
});

it('admits exactly the limit, though the last block is smaller', async () => {
  const inBlocks = takeInBlocks(shared(), 10);
  const outcomes = await Promise.all(
    Array.from({ length: 30 }, () => inBlocks.consume('ada').catch((reason: unknown) => reason as RateLimiterRes)),
  );
  expect(
    outcomes.filter(({ remainingPoints, consumedPoints }) => remainingPoints + consumedPoints === 25),
  ).toHaveLength(25);
  await expect(inBlocks.consume('ada')).rejects.toBeInstanceOf(RateLimiterRes);
});

it('counts each key by itself', async () => {
  const inBlocks = takeInBlocks(shared(), 10);
  for (let request = 0; request < 25; request += 1) await inBlocks.consume('ada');
  await expect(inBlocks.consume('ada')).rejects.toBeInstanceOf(RateLimiterRes);
  expect((await inBlocks.consume('grace')).remainingPoints).toBe(24);
});

it('takes new points in a new window', async () => {
  const limiter = new RateLimiterMemory({ points: 25, duration: 0.05 });
  const inBlocks = takeInBlocks(limiter, 10);
  const { msBeforeNext } = await inBlocks.consume('ada');
  const until = Date.now() + msBeforeNext;
  while (Date.now() <= until) await inBlocks.consume('somebody else').catch(() => undefined);
  expect((await inBlocks.consume('ada')).remainingPoints).toBe(24);
});
