/** Waiting, as a port: the application has no clock of its own, and tests move time by hand. */
export type Timers = {
  /**
   * Runs `task` once, `delayMs` from now, and never before this call has returned.
   *
   * @returns calls it off; does nothing once the task has run
   */
  readonly after: (delayMs: number, task: () => void) => () => void;
};
