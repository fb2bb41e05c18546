/** Fields of a log line; an `error` is logged with its stack. Never secrets, never a customer's message. */
export type LogFacts = Readonly<Record<string, unknown>>;

/**
 * The application's log. A pino logger implements it.
 *
 * @example log.warn({ jobId, reason }, 'a job failed for now and is tried again')
 */
export type Log = {
  readonly info: (facts: LogFacts, message: string) => void;
  readonly warn: (facts: LogFacts, message: string) => void;
  readonly error: (facts: LogFacts, message: string) => void;
};
