import type { OutboxFeed, UnitOfWork } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { noon, valueOf } from './sample-shop.js';
import { subjectForEachTest } from './unit-of-work/subject.js';

export type OutboxFeedSubject = {
  /** Of the same, empty storage as the feed. */
  readonly unitOfWork: UnitOfWork;
  readonly feed: OutboxFeed;
  /** Moves the time of the leases: a fake clock's `advance`, or leases moved into the past. */
  readonly advance: (ms: number) => Promise<void>;
  readonly dispose: () => Promise<void>;
};

/** The behaviour of every `OutboxFeed`. `makeSubject` is called before each test and returns empty storage. */
export const describeOutboxFeedContract = (name: string, makeSubject: () => Promise<OutboxFeedSubject>): void => {
  describe(`${name} as an outbox feed`, () => {
    const subject = subjectForEachTest(makeSubject);
    const leaseMs = 30_000;

    const leave = async (...names: readonly string[]): Promise<void> => leaveAt(noon, ...names);
    const leaveAt = async (at: string, ...names: readonly string[]): Promise<void> => {
      for (const importId of names) {
        const event = { type: 'catalogue.import-requested', importId, at } as const;
        valueOf(await subject().unitOfWork.run(({ outbox }) => outbox.add([event])));
      }
    };
    const take = async (limit = 100) => valueOf(await subject().feed.claim(limit, leaseMs));
    const namesOf = (rows: Awaited<ReturnType<typeof take>>): readonly string[] =>
      rows.map(({ event }) => (event.type === 'catalogue.import-requested' ? event.importId : event.type));
    const idOf = async (limit = 1): Promise<string> => (await take(limit))[0]?.id ?? '';

    it('returns the oldest events first, at most the limit', async () => {
      await leave('one', 'two', 'three');
      expect(namesOf(await take(2))).toEqual(['one', 'two']);
      expect(namesOf(await take(2))).toEqual(['three']);
      expect(await take(2)).toEqual([]);
    });

    it('gives each event a stable id of its own', async () => {
      await leave('one', 'two');
      const first = await take();
      expect(new Set(first.map(({ id }) => id)).size).toBe(2);
      await subject().advance(leaseMs);
      expect(await take()).toEqual(first);
    });

    it('returns a leased event to no other claim until the lease ends', async () => {
      await leave('one');
      await take();
      await subject().advance(leaseMs - 1_000);
      expect(await take()).toEqual([]);
      await subject().advance(1_000);
      expect(namesOf(await take())).toEqual(['one']);
    });

    it('returns each event to one of several concurrent claims', async () => {
      const names = Array.from({ length: 12 }, (_, index) => `event ${index}`);
      await leave(...names);
      const claims = await Promise.all(Array.from({ length: 6 }, () => take(4)));
      const got = claims.flatMap(namesOf);
      expect(new Set(got).size).toBe(got.length);
      // A claim may skip an event that another claim is about to take.
      expect([...got, ...namesOf(await take())].sort()).toEqual([...names].sort());
    });

    it('reports since when its oldest event waits, leased or not, until the event is acked', async () => {
      const yearMs = 365 * 86_400_000;
      expect(valueOf(await subject().feed.lag())).toBe(0);
      await leaveAt('2020-01-01T00:00:00.000Z', 'one');
      expect(valueOf(await subject().feed.lag())).toBeGreaterThan(yearMs);
      const id = await idOf();
      expect(valueOf(await subject().feed.lag())).toBeGreaterThan(yearMs);
      valueOf(await subject().feed.ack([id]));
      expect(valueOf(await subject().feed.lag())).toBe(0);
    });

    it('does not wait for an event that was dead-lettered', async () => {
      await leaveAt('2020-01-01T00:00:00.000Z', 'one');
      valueOf(await subject().feed.deadLetter(await idOf(), 'no such order'));
      expect(valueOf(await subject().feed.lag())).toBe(0);
    });

    it('extends a lease that is renewed', async () => {
      await leave('one', 'two');
      const ids = (await take()).map(({ id }) => id);
      await subject().advance(leaseMs - 1_000);
      valueOf(await subject().feed.renew(ids.slice(0, 1), leaseMs));
      await subject().advance(1_000);
      expect(namesOf(await take())).toEqual(['two']);
      await subject().advance(leaseMs - 1_000);
      expect(namesOf(await take())).toEqual(['one']);
    });

    it('deletes acked events, and no others', async () => {
      await leave('one', 'two');
      valueOf(await subject().feed.ack([await idOf()]));
      await subject().advance(leaseMs);
      expect(namesOf(await take())).toEqual(['two']);
    });

    it('deletes an event once its only job is complete', async () => {
      await leave('one', 'two');
      const eventId = await idOf();
      const done = { eventId, jobId: `${eventId}.import-products`, jobs: 1 };
      valueOf(await subject().feed.ackJobs([done]));
      valueOf(await subject().feed.ackJobs([done]));
      await subject().advance(leaseMs);
      expect(namesOf(await take())).toEqual(['two']);
    });

    it('deletes an event that caused several jobs once all are complete, each counted once', async () => {
      await leave('one', 'two', 'three');
      const [one = '', two = '', three = ''] = (await take()).map(({ id }) => id);
      const { feed } = subject();
      const part = (eventId: string, job: string) => ({ eventId, jobId: `${eventId}.${job}`, jobs: 2 });
      valueOf(await feed.ackJobs([part(one, 'a'), part(two, 'a'), { eventId: three, jobId: 'x', jobs: 1 }]));
      valueOf(await feed.ackJobs([part(one, 'a')]));
      await subject().advance(leaseMs);
      expect(namesOf(await take())).toEqual(['one', 'two']);
      valueOf(await feed.ackJobs([part(one, 'b')]));
      await subject().advance(leaseMs);
      expect(namesOf(await take())).toEqual(['two']);
      valueOf(await feed.ackJobs([part(two, 'b'), part(two, 'a')]));
      await subject().advance(leaseMs);
      expect(await take()).toEqual([]);
    });

    it('counts jobs that are complete at the same time', async () => {
      const names = Array.from({ length: 8 }, (_, index) => `event ${index}`);
      await leave(...names);
      const ids = (await take()).map(({ id }) => id);
      const acksOf = (order: readonly string[], job: string) =>
        subject().feed.ackJobs(order.map((eventId) => ({ eventId, jobId: `${eventId}.${job}`, jobs: 3 })));
      const acked = await Promise.all([
        acksOf(ids, 'a'),
        acksOf(ids.toReversed(), 'b'),
        ...ids.map((id) => acksOf([id], 'c')),
      ]);
      for (const result of acked) valueOf(result);
      await subject().advance(leaseMs);
      expect(await take()).toEqual([]);
    });

    it('keeps a dead-lettered event until all of its jobs are complete', async () => {
      await leave('one');
      const eventId = await idOf();
      valueOf(await subject().feed.deadLetter(eventId, 'its job failed for good'));
      valueOf(await subject().feed.ackJobs([{ eventId, jobId: 'a', jobs: 2 }]));
      await subject().advance(leaseMs);
      expect(await take()).toEqual([]);
    });

    it('returns a nacked event after its delay, and not before', async () => {
      await leave('one');
      valueOf(await subject().feed.nack([await idOf()], 5_000));
      await subject().advance(4_000);
      expect(await take()).toEqual([]);
      await subject().advance(1_000);
      expect(namesOf(await take())).toEqual(['one']);
    });

    it('returns a nacked event at once when there is no delay', async () => {
      await leave('one');
      valueOf(await subject().feed.nack([await idOf()], 0));
      expect(namesOf(await take())).toEqual(['one']);
    });

    it('never returns a dead-lettered event', async () => {
      await leave('one', 'two');
      valueOf(await subject().feed.deadLetter(await idOf(), 'its job failed for good'));
      await subject().advance(leaseMs);
      valueOf(await subject().feed.endLeases());
      expect(namesOf(await take())).toEqual(['two']);
    });

    it('ends all leases for a process that is the only one on its data', async () => {
      await leave('one', 'two');
      await take();
      valueOf(await subject().feed.endLeases());
      expect(namesOf(await take())).toEqual(['one', 'two']);
    });

    it('accepts empty lists', async () => {
      await leave('one');
      expect((await subject().feed.renew([], leaseMs)).isOk()).toBe(true);
      expect((await subject().feed.ack([])).isOk()).toBe(true);
      expect((await subject().feed.ackJobs([])).isOk()).toBe(true);
      expect((await subject().feed.nack([], 0)).isOk()).toBe(true);
      expect(namesOf(await take())).toEqual(['one']);
    });
  });
};
