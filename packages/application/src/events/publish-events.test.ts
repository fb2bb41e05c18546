import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { beforeEach, expect, it } from 'vitest';
import { makeCollectedLog } from '@cartwright/adapters/in-memory/collected-log';
import { makeFakeClock } from '@cartwright/adapters/in-memory/fake-clock';
import { makeFakeTimers } from '@cartwright/adapters/in-memory/fake-timers';
import type { StorageUnavailable } from '../ports/failures.js';
import { makeEventPublisher, type EventPublisher } from './publish-events.js';

let timers: ReturnType<typeof makeFakeTimers>;
let publications: number;
let published: number[];
let publisher: EventPublisher;
let answer: () => ResultAsync<number, StorageUnavailable>;
beforeEach(() => {
  timers = makeFakeTimers(makeFakeClock());
  publications = 0;
  published = [];
  answer = () => okAsync(1);
  publisher = makeEventPublisher({
    feed: {
      publish: () => {
        publications += 1;
        return answer();
      },
    },
    onPublished: (events) => published.push(events),
    intervalMs: 30,
    sweepMs: 2000,
    timers,
    log: makeCollectedLog(),
  });
});

it('publishes a single commit at once, and reports it', async () => {
  publisher.start();
  await timers.advance(30);
  publisher.wake();
  await timers.advance(0);
  expect([publications, published]).toEqual([2, [1, 1]]);
});

it('publishes what many commits left with one publication', async () => {
  publisher.start();
  for (let commits = 0; commits < 5; commits += 1) publisher.wake();
  await timers.advance(29);
  expect(publications).toBe(1);
  await timers.advance(1);
  expect(publications).toBe(2);
});

it('publishes again after a commit during a publication, and not twice at the same time', async () => {
  let finish = (): void => undefined;
  answer = () => okAsync(undefined).andThen(() => okAsync(1));
  publisher.start();
  await timers.advance(30);
  const waiting = new Promise<void>((resolve) => {
    finish = resolve;
  });
  answer = () =>
    okAsync(1)
      .map(async () => waiting.then(() => 1))
      .andThen((events) => okAsync(events));
  publisher.wake();
  await timers.advance(30);
  publisher.wake();
  publisher.wake();
  await timers.advance(30);
  expect(publications).toBe(2);
  finish();
  await timers.advance(60);
  expect(publications).toBe(3);
});

it('publishes what a process that died has left, and goes on after an outage', async () => {
  answer = () => errAsync({ type: 'storage.unavailable', retryAfterSeconds: 1 });
  publisher.start();
  await timers.advance(100);
  expect([publications, published]).toEqual([1, []]);
  answer = () => okAsync(3);
  await timers.advance(2000);
  expect(published).toEqual([3]);
});

it('publishes nothing once it has stopped', async () => {
  publisher.start();
  await timers.advance(30);
  await publisher.stop();
  publisher.wake();
  await timers.advance(5000);
  expect(publications).toBe(1);
});
