import { beforeEach, expect, it } from 'vitest';
import { makeFakeClock } from '@cartwright/adapters/in-memory/fake-clock';
import { makeFakeTimers, type FakeTimers } from '@cartwright/adapters/in-memory/fake-timers';
import { makeThrottle, type Throttle } from './throttle.js';

let timers: FakeTimers;
let runs: number;
let throttle: Throttle;
beforeEach(() => {
  timers = makeFakeTimers(makeFakeClock());
  runs = 0;
  throttle = makeThrottle(30, () => (runs += 1), timers);
});

it('runs at once what is requested after a pause', async () => {
  throttle.request();
  expect(runs).toBe(1);
  await timers.advance(30);
  throttle.request();
  expect(runs).toBe(2);
});

it('runs once for all requests of an interval, at its end', async () => {
  for (let requests = 0; requests < 5; requests += 1) throttle.request();
  await timers.advance(29);
  expect(runs).toBe(1);
  await timers.advance(1);
  expect(runs).toBe(2);
  throttle.request();
  await timers.advance(60);
  expect(runs).toBe(3);
  expect(timers.waiting()).toBe(0);
});

it('runs at most once an interval under load', async () => {
  for (let at = 0; at < 300; at += 1) {
    throttle.request();
    await timers.advance(1);
  }
  expect(runs).toBe(11);
});

it('runs nothing that waits once it has stopped', async () => {
  throttle.request();
  throttle.request();
  throttle.stop();
  await timers.advance(100);
  expect([runs, timers.waiting()]).toEqual([1, 0]);
});
