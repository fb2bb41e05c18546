/**
 * Fields of a log line, without secrets and without a customer's message. An error stands under `err`, for which pino
 * logs the message, the stack and the causes; under any other name it logs `{}`, so `error` does not compile.
 */
export type LogFacts = Readonly<Record<string, unknown>> & { readonly err?: unknown; readonly error?: never };

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
