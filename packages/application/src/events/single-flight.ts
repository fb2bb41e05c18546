/** Runs the same work again and again, never twice at the same time. */
export type SingleFlight = {
  /** Runs the work. Any number of requests during a run cause one more run. */
  readonly request: () => void;
  readonly isRunning: () => boolean;
  /** Resolves once nothing runs. */
  readonly settled: () => Promise<void>;
};

/**
 * A run that throws is reported to `onDefect`. It does not stop further runs.
 *
 * @example
 * const flight = makeSingleFlight(async () => readAll(), (defect) => log.error({ err: defect }, 'reading failed'));
 * flight.request();
 */
export function makeSingleFlight(work: () => Promise<void>, onDefect: (defect: unknown) => void): SingleFlight {
  let running: Promise<void> | undefined;
  let isRequested = false;
  // Read through a function: the compiler does not see that it changes while the work is awaited.
  const isRequestedAgain = (): boolean => isRequested;
  const run = async (): Promise<void> => {
    do {
      isRequested = false;
      await work().catch(onDefect);
    } while (isRequestedAgain());
    running = undefined;
  };
  return {
    request: () => {
      isRequested = true;
      // A microtask later, so that a request of the work itself finds it running.
      running ??= Promise.resolve().then(run);
    },
    isRunning: () => running !== undefined,
    settled: async () => running,
  };
}
