/** What a spell of work came to. */
export type Load = {
  /** Of what was done within the time. */
  readonly perSecond: number;
  readonly done: number;
  /** Milliseconds of one piece of work. */
  readonly p50: number;
  readonly p99: number;
};

export type LoadOptions = {
  /** Pieces of work under way at once. */
  readonly connections: number;
  readonly seconds: number;
};

/**
 * Has each of `connections` workers do one piece of work after another until the time is over; pieces that are then under
 * way are finished and not counted. A piece that fails ends the run: a benchmark of refusals would be fast and worthless.
 *
 * @example await runLoad({ connections: 32, seconds: 5 }, async (worker) => connections[worker].send(request))
 */
export async function runLoad(
  { connections, seconds }: LoadOptions,
  work: (worker: number) => Promise<unknown>,
): Promise<Load> {
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(
    Array.from({ length: connections }, async (_, worker) => {
      for (;;) {
        const began = performance.now();
        if (began >= end) return;
        await work(worker);
        const now = performance.now();
        if (now <= end) latencies.push(now - began);
      }
    }),
  );
  latencies.sort((left, right) => left - right);
  return {
    perSecond: latencies.length / seconds,
    done: latencies.length,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  };
}

/**
 * The same by a driver that never sleeps. Waking a process that sleeps takes a virtual machine as long as a small answer, and whoever
 * answers pays for it: a server that is faster than its driver does not, and so would be told to be faster still.
 */
export async function runAwake(options: LoadOptions, work: (worker: number) => Promise<unknown>): Promise<Load> {
  let isDone = false;
  const stay = (): void => {
    if (!isDone) setImmediate(stay);
  };
  stay();
  try {
    return await runLoad(options, work);
  } finally {
    isDone = true;
  }
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** The middle one; of an even count the upper of the two. */
export const median = (values: readonly number[]): number =>
  quantile(
    values.toSorted((left, right) => left - right),
    0.5,
  );
