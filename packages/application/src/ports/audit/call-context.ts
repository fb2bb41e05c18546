/** A value that belongs to one call, and to everything that the call causes. */
export type CallContext<Value> = {
  /** Does `work` with a value. Concurrent calls have values of their own. */
  readonly run: <T>(value: Value, work: () => T) => T;
  /** The value of the call that this is a part of. */
  readonly current: () => Value | undefined;
};
