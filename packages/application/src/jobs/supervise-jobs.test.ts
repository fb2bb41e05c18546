import { makeCollectedLog } from '@cartwright/adapters/in-memory/collected-log';
import { makeFakeClock } from '@cartwright/adapters/in-memory/fake-clock';
import { makeFakeTimers } from '@cartwright/adapters/in-memory/fake-timers';
import { makeSequentialIds } from '@cartwright/adapters/in-memory/sequential-ids';
import { createInMemoryStore, type InMemoryStore } from '@cartwright/adapters/in-memory/store';
import { makeInMemoryUnitOfWork } from '@cartwright/adapters/in-memory/unit-of-work';
import { makeInProcessQueue } from '@cartwright/adapters/in-process/in-process-queue';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import { beforeEach, expect, it } from 'vitest';
import { handlersOf } from '../../contracts/sample-jobs.js';
import { guestOrder, openShop, orderNow } from '../../testing/shop-in-memory.js';
import { retryOf, tickJob, type JobOutage, type JobRefusal } from './jobs.js';
import { makeJobSupervisor } from './supervise-jobs.js';

const refusal = err({ type: 'job.refused', reason: 'no such mailbox' } as const);
const outage = err({ type: 'job.outage', reason: 'the mail server is away' } as const);

let clock: ReturnType<typeof makeFakeClock>;
let store: InMemoryStore;
let ids: ReturnType<typeof makeSequentialIds>;
let taken: string[];
let outcome: Result<void, JobOutage | JobRefusal>;
beforeEach(() => {
  clock = makeFakeClock();
  store = createInMemoryStore();
  ids = makeSequentialIds();
  taken = [];
  outcome = ok(undefined);
});

/** A process that consumes jobs of the same storage. */
function startProcess() {
  const timers = makeFakeTimers(clock);
  const log = makeCollectedLog();
  const unitOfWork = makeInMemoryUnitOfWork({ store, ids });
  const supervisor = makeJobSupervisor({ unitOfWork, clock, ids, timers, log });
  const queue = makeInProcessQueue({ concurrency: 4, retryOf, timers, random: () => 1, log });
  const handlers = handlersOf(({ id }) => {
    taken.push(id);
    return new ResultAsync(Promise.resolve(outcome));
  });
  queue.consume(handlers, supervisor);
  supervisor.start();
  const add = (id: string, name: 'end-payments' | 'request-due-refunds' = 'end-payments') =>
    queue.add({ id, name, payload: { orderId: id } });
  return { timers, add, unitOfWork, supervisor };
}
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
};
const pause = (process: ReturnType<typeof startProcess>, name: string) =>
  process.unitOfWork.run(({ jobs }) => jobs.pause(name, clock.now()));

it('a job paused anywhere waits within two seconds, while others run, and goes on when it is resumed', async () => {
  const process = startProcess();
  await settled();
  (await pause(process, 'end-payments'))._unsafeUnwrap();
  await process.timers.advance(2000);
  void process.add('1');
  (await process.add('2', 'request-due-refunds'))._unsafeUnwrap();
  expect(taken).toEqual(['2']);
  (await process.unitOfWork.run(({ jobs }) => jobs.resume('end-payments')))._unsafeUnwrap();
  await process.timers.advance(2000);
  expect(taken).toEqual(['2', '1']);
});

it('a pause outlives a restart: no job runs before the states were read', async () => {
  (await pause(startProcess(), 'end-payments'))._unsafeUnwrap();
  const restarted = startProcess();
  void restarted.add('1');
  await restarted.timers.advance(5000);
  expect(taken).toEqual([]);
});

it('ten refusals in a row pause a job, and the admins are informed once', async () => {
  const process = startProcess();
  await settled();
  outcome = refusal;
  for (let count = 1; count <= 9; count += 1) (await process.add(String(count)))._unsafeUnwrap();
  await process.timers.advance(1000);
  expect(store.committed().jobStates.get('end-payments')).toMatchObject({ refusals: 9 });
  (await process.add('10'))._unsafeUnwrap();
  await process.timers.advance(2000);
  void process.add('11');
  await process.timers.advance(2000);
  expect(taken).toHaveLength(10);
  const events = [...store.committed().outbox.values()].map(({ event }) => event);
  expect(events).toMatchObject([{ type: 'jobs.paused', job: 'end-payments', refusals: 10 }]);
  expect([...store.committed().failedJobs.values()]).toHaveLength(10);
});

it('a success ends a series of refusals, and outages never pause a job', async () => {
  const process = startProcess();
  await settled();
  for (const [index, next] of [...Array<typeof refusal>(9).fill(refusal), ok(undefined), refusal].entries()) {
    outcome = next;
    (await process.add(String(index)))._unsafeUnwrap();
  }
  await process.timers.advance(1000);
  expect(store.committed().jobStates.get('end-payments')).toMatchObject({ refusals: 1 });
  outcome = outage;
  for (let count = 0; count < 20; count += 1) void process.add(`away ${count}`);
  await process.timers.advance(10_000);
  expect(store.committed().jobStates.get('end-payments')).toEqual({
    name: 'end-payments',
    refusals: 1,
    lastRunAt: expect.any(String),
  });
});

it('expiring orders go on by themselves once storage is back, however many minutes it was away', async () => {
  const shop = await openShop();
  const timers = makeFakeTimers(shop.clock);
  const { unitOfWork } = shop.ports;
  const supervisor = makeJobSupervisor({ unitOfWork, clock: shop.clock, ids, timers, log: shop.log });
  const queue = makeInProcessQueue({ concurrency: 4, retryOf, timers, random: () => 1, log: shop.log });
  queue.consume(shop.handlers, supervisor);
  supervisor.start();
  await settled();
  const { order } = await guestOrder(shop);
  shop.store.goAway();
  for (let minute = 1; minute <= 12; minute += 1) {
    void queue.add(tickJob('expire-orders', shop.clock.now()));
    await timers.advance(60_000);
  }
  shop.store.comeBack();
  shop.clock.advance(86_400_000);
  await timers.advance(2000);
  void queue.add(tickJob('expire-orders', shop.clock.now()));
  await timers.advance(2000);
  expect(orderNow(shop, order).status).toBe('cancelled');
  expect(supervisor.isPaused('expire-orders')).toBe(false);
  expect(shop.store.committed().jobStates.get('expire-orders')).toMatchObject({ refusals: 0 });
});

it('a job whose last retry met an outage is listed with its reason and attempts', async () => {
  const process = startProcess();
  await settled();
  outcome = outage;
  void process.add('1');
  for (let minutes = 0; minutes < 60; minutes += 1) await process.timers.advance(60_000);
  expect([...store.committed().failedJobs.values()]).toMatchObject([
    { job: 'end-payments', jobId: '1', reason: 'the mail server is away', attempts: 12, payload: { orderId: '1' } },
  ]);
});

it('while storage is away, runs are not forgotten', async () => {
  const process = startProcess();
  await settled();
  (await process.add('1'))._unsafeUnwrap();
  store.goAway();
  await process.timers.advance(3000);
  store.comeBack();
  await process.timers.advance(1000);
  expect(store.committed().jobStates.get('end-payments')?.lastRunAt).toBeDefined();
});
