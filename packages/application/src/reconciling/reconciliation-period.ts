import type { Instant } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import { msAfter } from '../ms-after.js';

/** From one instant (inclusive) to another (exclusive). */
export type Period = { readonly from: Instant; readonly to: Instant };

/** The period is empty, reversed, or longer than one reconciliation may cover. */
export type ReconciliationPeriodRefused =
  | { readonly type: 'reconciliation.period-reversed'; readonly from: Instant; readonly to: Instant }
  | {
      readonly type: 'reconciliation.period-too-long';
      readonly from: Instant;
      readonly to: Instant;
      readonly maximumDays: number;
    };

const dayMs = 24 * 3_600_000;
/** Three months. */
export const maximumDays = 92;
/** How long providers retry a webhook that they could not deliver. */
const providersTryDays = 3;

/** The three days before an instant: a provider has given up what it could not deliver by then. */
export const daysBefore = (to: Instant, days: number = providersTryDays): Period => ({
  from: msAfter(to, -days * dayMs),
  to,
});

/** The period, unless it is reversed, empty or longer than 92 days. */
export function checkPeriod({ from, to }: Period): Result<Period, ReconciliationPeriodRefused> {
  const length = Date.parse(to) - Date.parse(from);
  if (length <= 0) return err({ type: 'reconciliation.period-reversed', from, to });
  return length > maximumDays * dayMs
    ? err({ type: 'reconciliation.period-too-long', from, to, maximumDays })
    : ok({ from, to });
}

/** The first day of a period, or all of a shorter one. */
export const firstDay = ({ from, to }: Period): Period => {
  const end = msAfter(from, dayMs);
  return { from, to: end < to ? end : to };
};
