// Past 250 lines: every test leans on the one consumer that counts tries, and none is worth a file of its own.
import type { Job, JobConsumer, JobOutage, JobQueue, JobRefusal } from '@cartwright/application';
import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { handlersOf } from './sample-jobs.js';
import { freshId, noon, valueOf } from './sample-shop.js';

export type JobQueueSettings = {
  /** How often a job is tried, the first time included. */
  readonly attempts: number;
  /** At least so many jobs of one name at work at once. */
  readonly concurrency: number;
};

export type JobQueueSubject = {
  readonly queue: JobQueue;
  /**
   * For a broker, which stores jobs that failed for good: resolves with the reason once the job has failed. In process,
   * `add` resolves with `job.failed` instead.
   */
  readonly failureOf?: (jobId: string) => Promise<string>;
  /** For a broker: the events that were acked. In process, `add` resolves with `done` instead. */
  readonly ackedEvents?: () => readonly string[];
  readonly dispose: () => Promise<void>;
};

/** An empty queue whose retries wait as short a time as it can make them: a few milliseconds. */
export type MakeJobQueueSubject = (settings: JobQueueSettings) => Promise<JobQueueSubject>;

type Handled = ResultAsync<void, JobOutage | JobRefusal>;

const done = (): Handled => okAsync(undefined);
const outage = (reason = 'the mail server is away'): Handled => errAsync({ type: 'job.outage', reason });
const refusal = (): Handled => errAsync({ type: 'job.refused', reason: 'no such order' });

const work = (id: string = freshId()): Job => ({
  id: `${id}.end-payments`,
  name: 'end-payments',
  payload: { orderId: `order of ${id}` },
});

/** A promise and what resolves it. */
const makeGate = (): { readonly opened: Promise<void>; readonly open: () => void } => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
};

/**
 * What every `JobQueue` promises. `makeSubject` is called before each test. Nothing here waits for a length of time.
 */
export const describeJobQueueContract = (name: string, makeSubject: MakeJobQueueSubject): void => {
  describe(`${name} as a job queue`, () => {
    let subject: JobQueueSubject;
    let queue: JobQueue;
    let consumers: JobConsumer[];
    beforeEach(async () => {
      subject = await makeSubject({ attempts: 3, concurrency: 2 });
      ({ queue } = subject);
      consumers = [];
    });
    afterEach(async () => {
      await Promise.all(consumers.map((consumer) => consumer.stop(0)));
      await subject.dispose();
    });

    /** Consumes with one handler for all jobs, which is told the how-manieth try of its job this is, from 1. */
    const consume = (handle: (job: Job, attempt: number) => Handled) => {
      const tries = new Map<string, number>();
      const seen: Job[] = [];
      const waiting = new Set<() => void>();
      const handler = (job: Job): Handled => {
        const attempt = (tries.get(job.id) ?? 0) + 1;
        tries.set(job.id, attempt);
        seen.push(job);
        for (const look of waiting) look();
        return handle(job, attempt);
      };
      const consumer = queue.consume(handlersOf(handler));
      consumers.push(consumer);
      return {
        consumer,
        /** Jobs as they came to the handler, repeats included. */
        seen,
        triesOf: (job: Job): number => tries.get(job.id) ?? 0,
        /** Resolves once a job has come to its handler so often. */
        tried: (job: Job, times: number): Promise<void> =>
          new Promise((resolve) => {
            const look = (): void => {
              if ((tries.get(job.id) ?? 0) >= times) resolve();
            };
            waiting.add(look);
            look();
          }),
      };
    };

    /** Runs a job that is tried again itself, so that a wrong retry of an earlier job had time to come. */
    const outlast = async (consumed: ReturnType<typeof consume>): Promise<void> => {
      const last = work(`last ${freshId()}`);
      const added = queue.add(last);
      await consumed.tried(last, 3);
      valueOf(await added);
    };
    const isLast = (job: Job): boolean => job.id.startsWith('last ');

    it('hands each job whole to its handler', async () => {
      const jobs: readonly Job[] = [
        work(),
        { id: `${freshId()}.request-due-refunds`, name: 'request-due-refunds', payload: { orderId: freshId() } },
        { id: `${freshId()}.import-products`, name: 'import-products', payload: { importId: freshId() } },
        { id: `${freshId()}.handle-sandbox-event`, name: 'handle-sandbox-event', payload: { eventId: 'sbx_evt_1' } },
        { id: `${freshId()}.expire-orders`, name: 'expire-orders', payload: { at: noon } },
        { id: `${freshId()}.reconcile-payments`, name: 'reconcile-payments', payload: { reconciliationId: freshId() } },
      ];
      const { seen, tried } = consume(done);
      const added = await Promise.all(jobs.map((job) => queue.add(job)));
      for (const result of added) valueOf(result);
      await Promise.all(jobs.map((job) => tried(job, 1)));
      expect([...seen].sort((left, right) => (left.id < right.id ? -1 : 1))).toEqual(
        [...jobs].sort((left, right) => (left.id < right.id ? -1 : 1)),
      );
    });

    it('stores jobs that were added before there was a consumer', async () => {
      const jobs = [work(), work()];
      const added = jobs.map((job) => queue.add(job));
      const { tried } = consume(done);
      await Promise.all(jobs.map((job) => tried(job, 1)));
      expect((await Promise.all(added)).map((result) => result.isOk())).toEqual([true, true]);
    });

    it('creates one job for an id that is added twice', async () => {
      const job = work();
      const added = [queue.add(job), queue.add(job)];
      const consumed = consume((seen, attempt) => (isLast(seen) && attempt < 3 ? outage() : done()));
      for (const result of await Promise.all(added)) valueOf(result);
      await outlast(consumed);
      expect(consumed.triesOf(job)).toBe(1);
    });

    it('reports that a job is complete: by the result of `add`, or later by acking its event', async () => {
      const gate = makeGate();
      const id = freshId();
      const job: Job = { ...work(id), event: { id, jobs: 1 } };
      const consumed = consume(() => ResultAsync.fromSafePromise(gate.opened));
      let result: string | undefined;
      const added = queue.add(job).map((value) => (result = value));
      /** Whether the job is reported as complete. */
      const isReported = () =>
        subject.ackedEvents === undefined ? result === 'done' : subject.ackedEvents().includes(id);
      await consumed.tried(job, 1);
      expect(isReported()).toBe(false);
      gate.open();
      expect(valueOf(await added)).toBe(subject.ackedEvents === undefined ? 'done' : 'queued');
      await expect.poll(isReported).toBe(true);
    });

    it('tries a job again that met an outage, until it is done', async () => {
      const job = work();
      const consumed = consume((_, attempt) => (attempt < 3 ? outage() : done()));
      const added = queue.add(job);
      await consumed.tried(job, 3);
      expect((await added).isOk()).toBe(true);
      await outlast(consumed);
      expect(consumed.triesOf(job)).toBe(3);
    });

    it('tries a job again whose handler throws', async () => {
      const job = work();
      const { tried } = consume((_, attempt) => {
        if (attempt === 1) throw new Error('a defect');
        return done();
      });
      const added = queue.add(job);
      await tried(job, 2);
      expect((await added).isOk()).toBe(true);
    });

    it('tries a job again whose handler rejects', async () => {
      const job = work();
      const { tried } = consume((_, attempt) =>
        attempt === 1 ? ResultAsync.fromSafePromise(Promise.reject(new Error('a defect'))) : done(),
      );
      const added = queue.add(job);
      await tried(job, 2);
      expect((await added).isOk()).toBe(true);
    });

    it('is done with a job that was refused', async () => {
      const job = work();
      const consumed = consume((seen, attempt) => {
        if (isLast(seen)) return attempt < 3 ? outage() : done();
        return refusal();
      });
      valueOf(await queue.add(job));
      await consumed.tried(job, 1);
      await outlast(consumed);
      expect(consumed.triesOf(job)).toBe(1);
    });

    it('fails a job after its maximum attempts, with the last reason', async () => {
      const job = work();
      const consumed = consume((seen, attempt) => {
        if (isLast(seen)) return attempt < 3 ? outage() : done();
        return outage(`outage ${attempt}`);
      });
      const answered = queue.add(job);
      await consumed.tried(job, 3);
      const reason =
        subject.failureOf === undefined
          ? (await answered)._unsafeUnwrapErr()
          : { reason: await subject.failureOf(job.id) };
      expect(reason).toMatchObject({ reason: expect.stringContaining('outage 3') });
      await outlast(consumed);
      expect(consumed.triesOf(job)).toBe(3);
    });

    it('lets a slow job hold no other back', async () => {
      const gate = makeGate();
      const [slow, quick] = [work(), work()];
      const { tried } = consume((job) => (job.id === slow.id ? ResultAsync.fromSafePromise(gate.opened) : done()));
      const added = [queue.add(slow)];
      await tried(slow, 1);
      added.push(queue.add(quick));
      await tried(quick, 1);
      gate.open();
      expect((await Promise.all(added)).map((result) => result.isOk())).toEqual([true, true]);
    });

    it('stops only when the jobs in flight are done', async () => {
      const gate = makeGate();
      const job = work();
      const order: string[] = [];
      const { consumer, tried } = consume(() =>
        ResultAsync.fromSafePromise(gate.opened.then(() => void order.push('job done'))),
      );
      const added = queue.add(job);
      await tried(job, 1);
      const stopped = consumer.stop(15_000).then(() => order.push('stopped'));
      // Round trips, in which a stop that does not wait would come to its end.
      for (let trips = 0; trips < 20; trips += 1) valueOf(await queue.ping());
      gate.open();
      await stopped;
      expect(order).toEqual(['job done', 'stopped']);
      expect((await added).isOk()).toBe(true);
    });

    it('gives back what does not finish in time, for another consumer', async () => {
      const gate = makeGate();
      const job = work();
      const first = consume(() => ResultAsync.fromSafePromise(gate.opened));
      const answered = queue.add(job);
      await first.tried(job, 1);
      await first.consumer.stop(1);
      const second = consume(done);
      // As the relay does: what a queue in process gives back is added again.
      const added = answered.orElse(() => queue.add(job));
      await second.tried(job, 1);
      expect((await added).isOk()).toBe(true);
      gate.open();
    });

    it('starts no job once it is stopped, and loses none', async () => {
      const first = consume(done);
      await first.consumer.stop(15_000);
      const job = work();
      const answered = queue.add(job);
      const second = consume(done);
      const added = answered.orElse(() => queue.add(job));
      await second.tried(job, 1);
      expect((await added).isOk()).toBe(true);
      expect(first.seen).toEqual([]);
    });

    it('counts the jobs of each name that have not begun', async () => {
      const names = ['end-payments', 'send-refund'];
      const depths = async () => [...valueOf(await queue.depths(names))];
      expect(await depths()).toEqual([
        ['end-payments', 0],
        ['send-refund', 0],
      ]);
      const jobs = [work(), work(), work()];
      const added = jobs.map(async (job) => queue.add(job));
      // Round trips, after which a broker has the jobs.
      for (let trips = 0; trips < 20; trips += 1) valueOf(await queue.ping());
      expect(await depths()).toEqual([
        ['end-payments', 3],
        ['send-refund', 0],
      ]);
      const { tried } = consume(done);
      await Promise.all(jobs.map((job) => tried(job, 1)));
      await Promise.all(added);
      expect((await depths())[0]).toEqual(['end-payments', 0]);
    });

    it('responds to a ping until it is closed', async () => {
      expect((await queue.ping()).isOk()).toBe(true);
      await queue.close();
      expect((await queue.ping())._unsafeUnwrapErr()).toMatchObject({ type: 'queue.unavailable' });
      expect((await queue.add(work()))._unsafeUnwrapErr()).toMatchObject({ type: 'queue.unavailable' });
    });
  });
};
