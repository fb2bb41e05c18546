import { describeOrderPlacementsContract } from '@cartwright/application/contracts/order-placements';
import { makeFakeClock } from '../fake-clock.js';
import { makeInMemoryOrderPlacements } from './order-placements.js';
import { makeInMemoryOutboxFeed } from './outbox-feed.js';
import { makeSequentialIds } from '../sequential-ids.js';
import { createInMemoryStore } from '../store.js';
import { makeInMemoryUnitOfWork } from '../unit-of-work.js';

describeOrderPlacementsContract('in memory', async () => {
  const store = createInMemoryStore();
  const ids = makeSequentialIds();
  let told = 0;
  return {
    placements: makeInMemoryOrderPlacements({ store, ids, onEventsCommitted: () => (told += 1) }),
    unitOfWork: makeInMemoryUnitOfWork({ store, ids, storeCurrency: 'USD' }),
    feed: makeInMemoryOutboxFeed({ store, clock: makeFakeClock() }),
    told: () => told,
    dispose: async () => undefined,
  };
});
