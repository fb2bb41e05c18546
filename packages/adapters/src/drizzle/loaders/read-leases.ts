/** How long, and within which generation, what was read may be answered without asking again. */
export type Lease = { readonly until: number; readonly generation: number };

/** Leases of what this process reads (ADR 0028). */
export type ReadLeases = {
  /** To be called before the statement is sent whose answer the lease is of. */
  readonly begin: () => Lease;
  readonly holds: (lease: Lease) => boolean;
  /** After each commit of this process: also ends those that have begun and whose statement has not come back. */
  readonly endAll: () => void;
};

type Settings = {
  /** Milliseconds. Whoever tells another process's client of a commit waits as long first (`holdWrites`). */
  readonly leaseMs: number;
  /** Milliseconds that never go back, as `performance.now` has them. */
  readonly now: () => number;
};

/**
 * Leases that all end with the next commit of this process, or after `leaseMs`.
 *
 * @example
 * const leases = makeReadLeases({ leaseMs: 5, now: () => performance.now() });
 * const { db } = openPostgres({ url, onWritten: leases.endAll });
 */
export function makeReadLeases({ leaseMs, now }: Settings): ReadLeases {
  let generation = 0;
  return {
    begin: () => ({ until: now() + leaseMs, generation }),
    holds: (lease) => lease.generation === generation && now() < lease.until,
    endAll: () => {
      generation += 1;
    },
  };
}

/** For who asks the database each time. */
export const noLeases: ReadLeases = makeReadLeases({ leaseMs: 0, now: () => 0 });

/** Whether a statement by itself may change something. One that begins in another way than `select` may. */
export const mayWrite = (statement: string): boolean => !/^\s*select\b/iu.test(statement);
