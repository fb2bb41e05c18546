export type BatcherOptions = {
  /** Batches in progress at the same time, at most. */
  readonly concurrency: number;
  /** Items in a batch, at most. */
  readonly maxSize: number;
};

/**
 * Groups concurrent calls into batches. A call starts in this turn of the event loop while fewer than `concurrency`
 * batches are in progress; calls that arrive in the meantime form the next batch. So no call waits on purpose, and the
 * busier the process is, the fewer batches it needs.
 *
 * @param run - returns one result for each item, in their order; when it rejects, every call of the batch rejects
 * @example
 * const nameOf = makeBatcher({ concurrency: 2, maxSize: 100 }, (ids: readonly string[]) => readNames(ids));
 * await Promise.all([nameOf('a'), nameOf('b')]);
 */
export function makeBatcher<Item, Result>(
  { concurrency, maxSize }: BatcherOptions,
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
): (item: Item) => Promise<Result> {
  type Call = {
    readonly item: Item;
    readonly resolve: (result: Result) => void;
    readonly reject: (reason: unknown) => void;
  };
  let waiting: Call[] = [];
  let inProgress = 0;
  let isScheduled = false;

  const runBatch = async (calls: readonly Call[]): Promise<void> => {
    try {
      const results = await run(calls.map(({ item }) => item));
      if (results.length !== calls.length) throw new Error('a batch returned another number of results than items');
      // The lengths are equal: there is a result at each index.
      calls.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      for (const { reject } of calls) reject(error);
    }
  };
  const start = (): void => {
    isScheduled = false;
    while (waiting.length > 0 && inProgress < concurrency) {
      const calls = waiting.slice(0, maxSize);
      waiting = waiting.slice(maxSize);
      inProgress += 1;
      void runBatch(calls).finally(() => {
        inProgress -= 1;
        start();
      });
    }
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isScheduled || inProgress >= concurrency) return;
      isScheduled = true;
      // After the other calls of this turn of the event loop.
      setImmediate(start);
    });
}
