import { describeUnitOfWorkContract } from '@cartwright/application/contracts/unit-of-work';
import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { makeFakeClock } from './fake-clock.js';
import { makeInMemoryAuditReader } from './read-models/audit-reader.js';
import { makeInMemoryOutboxFeed } from './repositories/outbox-feed.js';
import { makeSequentialIds } from './sequential-ids.js';
import { createInMemoryStore } from './store.js';
import { makeInMemoryUnitOfWork } from './unit-of-work.js';

describeUnitOfWorkContract('in memory', async () => {
  const store = createInMemoryStore();
  let reported = 0;
  return {
    unitOfWork: makeInMemoryUnitOfWork({
      store,
      ids: makeSequentialIds(),
      onEventsCommitted: () => (reported += 1),
    }),
    auditReader: makeInMemoryAuditReader({ store }),
    feed: makeInMemoryOutboxFeed({ store, clock: makeFakeClock() }),
    reportedCommits: () => reported,
    givePricingRules: async (rules) => {
      store.setPricing(rules);
    },
    dispose: async () => undefined,
  };
});

describe('an in-memory unit of work', () => {
  const event = { type: 'order.cancelled', orderId: 'order-1', at: '2026-11-21T12:00:00.000Z' } as const;
  const make = () => {
    const store = createInMemoryStore();
    const woken: number[] = [];
    const unitOfWork = makeInMemoryUnitOfWork({
      store,
      ids: makeSequentialIds(),
      onEventsCommitted: () => woken.push(store.committed().outbox.size),
    });
    return { store, unitOfWork, woken };
  };

  it('wakes the relay after a commit that left events, and after no other', async () => {
    const { unitOfWork, woken } = make();
    await unitOfWork.run(({ outbox }) => outbox.add([event]));
    await unitOfWork.run(({ outbox }) => outbox.add([]));
    await unitOfWork.run(() => okAsync('nothing'));
    expect(woken).toEqual([1]);
  });

  it('reports each committed event once, and none of a transaction that was undone', async () => {
    const reported: string[] = [];
    const unitOfWork = makeInMemoryUnitOfWork({
      store: createInMemoryStore(),
      ids: makeSequentialIds(),
      onEventsCommitted: (events) => reported.push(...events.map(({ type }) => type)),
    });
    await unitOfWork.run(({ outbox }) => outbox.add([event]).andThen(() => errAsync('undone')));
    await unitOfWork.run(({ outbox }) => outbox.add([event]));
    await unitOfWork.commit({ events: [event, event] });
    expect(reported).toEqual(['order.cancelled', 'order.cancelled', 'order.cancelled']);
  });

  it('answers storage.unavailable while its store is away, and nothing is changed', async () => {
    const { store, unitOfWork, woken } = make();
    store.goAway();
    const refused = await unitOfWork.run(({ outbox }) => outbox.add([event]));
    expect(refused._unsafeUnwrapErr()).toMatchObject({ type: 'storage.unavailable' });
    expect((await unitOfWork.read(({ users }) => users.byId('ada')))._unsafeUnwrapErr()).toMatchObject({
      type: 'storage.unavailable',
    });
    store.comeBack();
    expect((await unitOfWork.read(({ users }) => users.byId('ada'))).isOk()).toBe(true);
    expect(woken).toEqual([]);
  });
});
