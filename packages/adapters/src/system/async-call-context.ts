import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallContext } from '@cartwright/application';

/** Values of calls, by Node's tracking of what a call causes. */
export function makeAsyncCallContext<Value>(): CallContext<Value> {
  const storage = new AsyncLocalStorage<Value>();
  return { run: (value, work) => storage.run(value, work), current: () => storage.getStore() };
}
