import type { ScheduleRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { InMemoryStore } from '../store.js';

/**
 * The ticks of schedules, in an in-memory store.
 *
 * @example makeInMemoryScheduleRecords({ store })
 */
export const makeInMemoryScheduleRecords = ({ store }: { readonly store: InMemoryStore }): ScheduleRecords => ({
  lastTick: (name) => store.read(({ ticks }) => okAsync(ticks.get(name))),
  noteTick: (name, at) =>
    store.transact(({ ticks }) => {
      if (at > (ticks.get(name) ?? '')) ticks.set(name, at);
      return okAsync(undefined);
    }),
});
