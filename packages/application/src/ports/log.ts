/** Facts of a log line; an `error` among them keeps its stack. Never secrets, never a customer's message. */
export type LogFacts = Readonly<Record<string, unknown>>;

/**
 * Where running parts say what nobody is there to be answered with. A pino logger is one.
 *
 * @example log.warn({ jobId, reason }, 'a job failed for now and is tried again')
 */
export type Log = {
  readonly info: (facts: LogFacts, message: string) => void;
  readonly warn: (facts: LogFacts, message: string) => void;
  readonly error: (facts: LogFacts, message: string) => void;
};
