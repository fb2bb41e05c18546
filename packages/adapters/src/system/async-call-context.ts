import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallContext } from '@cartwright/application';

/**
 * One for the process: Node notifies every storage that was ever used of every promise, so one for each shop would slow
 * them all.
 */
const storage = new AsyncLocalStorage<{ readonly owner: symbol; readonly value: unknown }>();

/** Values of calls, by Node's tracking of what a call causes. */
export function makeAsyncCallContext<Value>(): CallContext<Value> {
  const owner = Symbol('call context');
  return {
    run: (value, work) => storage.run({ owner, value }, work),
    current: () => {
      const current = storage.getStore();
      // Only this context runs calls with its owner.
      return current?.owner === owner ? (current.value as Value) : undefined;
    },
  };
}
