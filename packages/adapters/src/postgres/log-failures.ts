import type { Clock, Log } from '@cartwright/application';

/** Milliseconds between two lines of one code: in an outage each request fails. */
const gatherMs = 10_000;

/**
 * Logs the codes by which statements and transactions failed, deadlocks that are retried included: the first failure
 * of a code at once, further ones as a number with the next line, at most one line of a code in ten seconds.
 *
 * @example logFailures({ log, clock })('55P03') // a lock timeout
 */
export function logFailures({ log, clock }: { readonly log: Log; readonly clock: Clock }): (code: string) => void {
  const byCode = new Map<string, { failures: number; loggedAt: number }>();
  return (code) => {
    const now = Date.parse(clock.now());
    const known = byCode.get(code) ?? { failures: 0, loggedAt: Number.NEGATIVE_INFINITY };
    byCode.set(code, known);
    known.failures += 1;
    if (now - known.loggedAt < gatherMs) return;
    log.warn({ code, failures: known.failures }, 'statements failed in the database');
    known.failures = 0;
    known.loggedAt = now;
  };
}
