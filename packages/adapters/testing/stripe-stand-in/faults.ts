/** An operation, such as `POST /v1/refunds` or `POST /v1/payment_intents/{id}/cancel`; `*` is every one. */
export type OperationName = string;
/** Before the operation had any effect, or after it had all of it. */
export type Moment = 'before' | 'after';
export type Fault = {
  readonly operation: OperationName;
  readonly when: Moment;
  /**
   * `timeout`: no answer, ever. `drop`: the connection ends without one. `500` is kept under the idempotency key, as
   * Stripe does; `429` and `409` are not. `kill`: ends `pid` by SIGKILL, then drops the connection.
   */
  readonly how: 'timeout' | 'drop' | 500 | 429 | 409 | 'kill';
  readonly pid?: number;
  /** Of a 429, in seconds. */
  readonly retryAfter?: number;
  /** How many requests it meets; 1 when absent. */
  readonly times?: number;
};

export type HoldRequest = { readonly operation: OperationName; readonly when: Moment };

/** What tests do to the requests that come next. */
export type Faults = {
  readonly add: (fault: Fault) => void;
  readonly clear: () => void;
  /** The fault that meets this request at this moment, used up by it. */
  readonly take: (operation: OperationName, when: Moment) => Fault | undefined;
  /** The next such request waits there. @returns the hold's id */
  readonly hold: (request: HoldRequest) => number;
  /** Resolves once a request waits at the hold. */
  readonly reached: (id: number) => Promise<void>;
  /** Lets the request of the hold go on. */
  readonly release: (id: number) => void;
  /** Resolves when no hold keeps the request any more. */
  readonly passHolds: (operation: OperationName, when: Moment) => Promise<void>;
};

type Hold = HoldRequest & {
  readonly id: number;
  readonly arrived: PromiseWithResolver;
  readonly freed: PromiseWithResolver;
  taken: boolean;
};
type PromiseWithResolver = { readonly promise: Promise<void>; readonly resolve: () => void };

const withResolver = (): PromiseWithResolver => {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((resolved) => {
    resolve = resolved;
  });
  return { promise, resolve };
};

export function makeFaults(): Faults {
  let faults: (Fault & { left: number })[] = [];
  const holds = new Map<number, Hold>();
  let held = 0;
  const meets = (each: HoldRequest, operation: OperationName, when: Moment): boolean =>
    (each.operation === '*' || each.operation === operation) && each.when === when;
  const find = (id: number): Hold => {
    const hold = holds.get(id);
    if (hold === undefined) throw new Error(`there is no hold ${id}`);
    return hold;
  };
  return {
    add: (fault) => {
      faults.push({ ...fault, left: fault.times ?? 1 });
    },
    clear: () => {
      faults = [];
      for (const { freed } of holds.values()) freed.resolve();
    },
    take: (operation, when) => {
      const found = faults.find((each) => each.left > 0 && meets(each, operation, when));
      if (found !== undefined) found.left -= 1;
      return found;
    },
    hold: (request) => {
      held += 1;
      holds.set(held, { ...request, id: held, arrived: withResolver(), freed: withResolver(), taken: false });
      return held;
    },
    reached: (id) => find(id).arrived.promise,
    release: (id) => find(id).freed.resolve(),
    passHolds: async (operation, when) => {
      const hold = [...holds.values()].find((each) => !each.taken && meets(each, operation, when));
      if (hold === undefined) return;
      hold.taken = true;
      hold.arrived.resolve();
      await hold.freed.promise;
    },
  };
}
