import { errAsync, okAsync } from 'neverthrow';
import { beforeEach, expect, it } from 'vitest';
import { makeCollectedLog } from '@cartwright/adapters/in-memory/collected-log';
import { makeFakeClock } from '@cartwright/adapters/in-memory/fake-clock';
import { makeFakeTimers } from '@cartwright/adapters/in-memory/fake-timers';
import type { EventFeed } from '../ports/events/event-feed.js';
import { makeEventFollower, type EventFollower } from './event-follower.js';
import type { FeedEvent } from './feed-event.js';

let timers: ReturnType<typeof makeFakeTimers>;
let stored: FeedEvent[];
let reads: number;
let isAway: boolean;
let follower: EventFollower;
const feed: Pick<EventFeed, 'after'> = {
  after: (position, limit, orderId) => {
    reads += 1;
    if (isAway) return errAsync({ type: 'storage.unavailable', retryAfterSeconds: 1 });
    const later = stored.filter((event) => event.position > position && (orderId ?? event.orderId) === event.orderId);
    return okAsync(later.slice(0, limit));
  },
};
beforeEach(() => {
  timers = makeFakeTimers(makeFakeClock());
  [stored, reads, isAway] = [[], 0, false];
  follower = makeEventFollower({ feed, timers, pollMs: 250, log: makeCollectedLog() });
});

const publish = (orderId: string): void => {
  const position = stored.length + 1;
  const at = '2026-11-29T12:00:00.000Z';
  stored.push({ id: `event-${position}`, position, type: 'order.paid', at, orderId, version: 1, data: {} });
};
/** A follower and the positions that it got. */
const follow = (position: number, orderId?: string) => {
  const got: number[] = [];
  const state = { ended: 0 };
  const stop = follower.follow({
    position,
    ...(orderId === undefined ? {} : { orderId }),
    onEvents: (events) => got.push(...events.map((event) => event.position)),
    onEnd: () => (state.ended += 1),
  });
  return { got, state, stop };
};

it('gets what was missed, and then each event as it is published, once and in order', async () => {
  for (let events = 0; events < 450; events += 1) publish('a');
  const { got } = follow(10);
  await timers.advance(0);
  publish('a');
  follower.wake();
  await timers.advance(0);
  publish('b');
  await timers.advance(250);
  expect(got).toEqual(Array.from({ length: 442 }, (_, index) => index + 11));
});

it('gets the events of one order only', async () => {
  publish('a');
  const { got } = follow(0, 'b');
  await timers.advance(0);
  publish('b');
  publish('a');
  await timers.advance(250);
  expect(got).toEqual([2]);
});

it('reads the feed once for any number of followers, and not at all without one', async () => {
  await timers.advance(10_000);
  expect(reads).toBe(0);
  const all = Array.from({ length: 50 }, () => follow(0));
  await timers.advance(0);
  const before = reads;
  publish('a');
  await timers.advance(250);
  expect(reads - before).toBe(1);
  expect(all.map(({ got }) => got)).toEqual(all.map(() => [1]));
  for (const { stop } of all) stop();
  await timers.advance(10_000);
  expect(reads - before).toBeLessThanOrEqual(2);
});

it('gets nothing twice that is published while it reads what it has missed', async () => {
  const first = follow(0);
  await timers.advance(0);
  for (let events = 0; events < 20; events += 1) {
    publish('a');
    const late = follow(0);
    follower.wake();
    await timers.advance(0);
    expect(late.got).toEqual(first.got);
  }
  expect(first.got).toEqual(stored.map(({ position }) => position));
});

it('goes on after an outage of storage', async () => {
  const { got } = follow(0);
  await timers.advance(0);
  isAway = true;
  publish('a');
  const late = follow(0);
  await timers.advance(1_000);
  isAway = false;
  await timers.advance(500);
  expect([got, late.got]).toEqual([[1], [1]]);
});

it('ends all followers when the process stops, and takes no further ones', async () => {
  const { state } = follow(0);
  await timers.advance(0);
  follower.stop();
  const late = follow(0);
  expect([state.ended, late.state.ended]).toEqual([1, 1]);
});
