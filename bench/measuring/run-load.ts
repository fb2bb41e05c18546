/** The result of a load. */
export type Load = {
  /** Pieces of work that ended within the time. */
  readonly done: number;
  readonly perSecond: number;
  /** All pieces of work, those included that ended after the time. */
  readonly total: number;
  /** Milliseconds of one piece of work. */
  readonly p50: number;
  readonly p99: number;
};

export type LoadOptions = {
  /** Simultaneous pieces of work. */
  readonly connections: number;
  readonly seconds: number;
};

/**
 * Each of `connections` workers does one piece of work after another until the time is over. Pieces that are then
 * unfinished are awaited and counted in `total` only. A piece that fails ends the run: a benchmark of refusals would be
 * fast and worthless.
 *
 * @example await runLoad({ connections: 32, seconds: 5 }, async (worker) => connections[worker].send(request))
 */
export async function runLoad(
  { connections, seconds }: LoadOptions,
  work: (worker: number) => Promise<unknown>,
): Promise<Load> {
  const latencies: number[] = [];
  let total = 0;
  const end = performance.now() + seconds * 1000;
  await Promise.all(
    Array.from({ length: connections }, async (_, worker) => {
      for (;;) {
        const began = performance.now();
        if (began >= end) return;
        await work(worker);
        total += 1;
        const now = performance.now();
        if (now <= end) latencies.push(now - began);
      }
    }),
  );
  latencies.sort((left, right) => left - right);
  return {
    done: latencies.length,
    perSecond: latencies.length / seconds,
    total,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  };
}

/**
 * The same by a driver that never sleeps. To wake a sleeping process takes a virtual machine as long as a small
 * response, and the sender pays for it. A server that is faster than its driver would pay it and a slower one would
 * not.
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

/** The value below which that share of sorted values lies. NaN of nothing. */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** The middle value; the upper of two. NaN of nothing. */
export const median = (values: readonly number[]): number =>
  quantile(
    values.toSorted((left, right) => left - right),
    0.5,
  );
