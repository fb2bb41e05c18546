import type { Operations } from '../operations/collect-operations.js';
import type { Exchange, RunOperation } from '../operations/run-operation.js';
import { makeLoader, type Loader } from '../operations/load-rows.js';

/** What the fields of one request share. */
export type Context = {
  readonly exchange: Exchange;
  /** The loader of an operation that reads rows by ids. */
  readonly loaderOf: (operationId: string) => Loader;
};

export function makeContext(exchange: Exchange, operations: Operations, run: RunOperation): Context {
  const loaders = new Map<string, Loader>();
  return {
    exchange,
    loaderOf: (operationId) => {
      const known = loaders.get(operationId);
      if (known !== undefined) return known;
      const operation = operations.get(operationId);
      if (operation === undefined) throw new Error(`${operationId} is no operation`);
      const loader = makeLoader(exchange, operation, run);
      loaders.set(operationId, loader);
      return loader;
    },
  };
}
