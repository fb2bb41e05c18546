import type { OutboxFeed, UnitOfWork } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { noon, valueOf } from './sample-shop.js';
import { subjectForEachTest } from './unit-of-work/subject.js';

export type OutboxFeedSubject = {
  /** Of the same, empty storage as the feed. */
  readonly unitOfWork: UnitOfWork;
  readonly feed: OutboxFeed;
  /** Lets time pass for the leases, at once: a fake clock's `advance`, or leases moved into the past. */
  readonly advance: (ms: number) => Promise<void>;
  readonly dispose: () => Promise<void>;
};

/** What every `OutboxFeed` promises. `makeSubject` is called before each test, with empty storage each time. */
export const describeOutboxFeedContract = (name: string, makeSubject: () => Promise<OutboxFeedSubject>): void => {
  describe(`${name} as an outbox feed`, () => {
    const subject = subjectForEachTest(makeSubject);
    const leaseMs = 30_000;

    const leave = async (...names: readonly string[]): Promise<void> => {
      for (const importId of names) {
        const event = { type: 'catalogue.import-requested', importId, at: noon } as const;
        valueOf(await subject().unitOfWork.run(({ outbox }) => outbox.add([event])));
      }
    };
    const take = async (limit = 100) => valueOf(await subject().feed.claim(limit, leaseMs));
    const namesOf = (rows: Awaited<ReturnType<typeof take>>): readonly string[] =>
      rows.map(({ event }) => (event.type === 'catalogue.import-requested' ? event.importId : event.type));
    const idOf = async (limit = 1): Promise<string> => (await take(limit))[0]?.id ?? '';

    it('hands out the oldest events first, as many as are asked for', async () => {
      await leave('one', 'two', 'three');
      expect(namesOf(await take(2))).toEqual(['one', 'two']);
      expect(namesOf(await take(2))).toEqual(['three']);
      expect(await take(2)).toEqual([]);
    });

    it('gives each event an id of its own that stays with it', async () => {
      await leave('one', 'two');
      const first = await take();
      expect(new Set(first.map(({ id }) => id)).size).toBe(2);
      await subject().advance(leaseMs);
      expect(await take()).toEqual(first);
    });

    it('hands a leased event to nobody else until the lease ends', async () => {
      await leave('one');
      await take();
      await subject().advance(leaseMs - 1_000);
      expect(await take()).toEqual([]);
      await subject().advance(1_000);
      expect(namesOf(await take())).toEqual(['one']);
    });

    it('hands each event to one of many claims at once', async () => {
      const names = Array.from({ length: 12 }, (_, index) => `event ${index}`);
      await leave(...names);
      const claims = await Promise.all(Array.from({ length: 6 }, () => take(4)));
      const got = claims.flatMap(namesOf);
      expect(new Set(got).size).toBe(got.length);
      // A claim may pass over what another is about to take, never lose it.
      expect([...got, ...namesOf(await take())].sort()).toEqual([...names].sort());
    });

    it('keeps a lease that is renewed', async () => {
      await leave('one', 'two');
      const ids = (await take()).map(({ id }) => id);
      await subject().advance(leaseMs - 1_000);
      valueOf(await subject().feed.renew(ids.slice(0, 1), leaseMs));
      await subject().advance(1_000);
      expect(namesOf(await take())).toEqual(['two']);
      await subject().advance(leaseMs - 1_000);
      expect(namesOf(await take())).toEqual(['one']);
    });

    it('forgets what is acked, and nothing else', async () => {
      await leave('one', 'two');
      valueOf(await subject().feed.ack([await idOf()]));
      await subject().advance(leaseMs);
      expect(namesOf(await take())).toEqual(['two']);
    });

    it('hands a nacked event out again after its delay, and not before', async () => {
      await leave('one');
      valueOf(await subject().feed.nack([await idOf()], 5_000));
      await subject().advance(4_000);
      expect(await take()).toEqual([]);
      await subject().advance(1_000);
      expect(namesOf(await take())).toEqual(['one']);
    });

    it('hands a nacked event out at once when there is no delay', async () => {
      await leave('one');
      valueOf(await subject().feed.nack([await idOf()], 0));
      expect(namesOf(await take())).toEqual(['one']);
    });

    it('hands out no more what was dead-lettered', async () => {
      await leave('one', 'two');
      valueOf(await subject().feed.deadLetter(await idOf(), 'its job failed for good'));
      await subject().advance(leaseMs);
      valueOf(await subject().feed.endLeases());
      expect(namesOf(await take())).toEqual(['two']);
    });

    it('ends every lease when a process knows that it is alone', async () => {
      await leave('one', 'two');
      await take();
      valueOf(await subject().feed.endLeases());
      expect(namesOf(await take())).toEqual(['one', 'two']);
    });

    it('has nothing to do for no events', async () => {
      await leave('one');
      expect((await subject().feed.renew([], leaseMs)).isOk()).toBe(true);
      expect((await subject().feed.ack([])).isOk()).toBe(true);
      expect((await subject().feed.nack([], 0)).isOk()).toBe(true);
      expect(namesOf(await take())).toEqual(['one']);
    });
  });
};
