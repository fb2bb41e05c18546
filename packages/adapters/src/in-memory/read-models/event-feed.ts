import type { EventFeed } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { InMemoryStore, Tables } from '../store.js';

/** The feed of an in-memory store. Transactions run one at a time, so each publishes its events itself. */
export const makeInMemoryEventFeed = ({ store }: { readonly store: InMemoryStore }): EventFeed => ({
  publish: () => store.read(() => okAsync(0)),
  after: (position, limit, orderId) =>
    store.read((tables) => {
      const isWanted = (of: string): boolean => orderId === undefined || of === orderId;
      const later = [...tables.events.values()].filter((event) => event.position > position && isWanted(event.orderId));
      return okAsync(later.slice(0, limit));
    }),
  deletedTo: () => store.read(({ eventsDeletedTo }) => okAsync(eventsDeletedTo.get('feed') ?? 0)),
  latest: () => store.read((tables) => okAsync(latestPosition(tables))),
});

/** The position of the latest event. */
export const latestPosition = ({ events, eventsDeletedTo }: Tables): number =>
  [...events.values()].at(-1)?.position ?? eventsDeletedTo.get('feed') ?? 0;
