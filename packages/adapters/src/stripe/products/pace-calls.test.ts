import { expect, it } from 'vitest';
import { makePace } from './pace-calls.js';

it('starts at most as many calls a second as it is given', async () => {
  const pace = makePace(200);
  const from = performance.now();
  await Promise.all(Array.from({ length: 11 }, pace));
  // Ten intervals of 5 ms; a timer may be a millisecond early.
  expect(performance.now() - from).toBeGreaterThanOrEqual(45);
});
