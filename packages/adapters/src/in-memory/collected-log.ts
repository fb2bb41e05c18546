import type { Log, LogFacts } from '@cartwright/application';

export type CollectedLine = { readonly level: keyof Log; readonly message: string; readonly facts: LogFacts };
export type CollectedLog = Log & { readonly lines: readonly CollectedLine[] };

/**
 * A log that keeps its lines, for tests to read.
 *
 * @example expect(log.lines.map(({ message }) => message)).toContain('the job queue is back');
 */
export function makeCollectedLog(): CollectedLog {
  const lines: CollectedLine[] = [];
  const write = (level: keyof Log) => (facts: LogFacts, message: string) => {
    lines.push({ level, message, facts });
  };
  return { lines, info: write('info'), warn: write('warn'), error: write('error') };
}
