import type { Instant } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';

/** `from` is the first instant of the period, `to` the first one after it. An absent end is open. */
type OpenPeriod = { readonly from?: Instant; readonly to?: Instant };
export type PeriodReversed = { readonly type: 'list.period-reversed'; readonly from: Instant; readonly to: Instant };

/** Returns the period, or refuses one that ends before it begins, or has no length. */
export const requirePeriod = <P extends OpenPeriod>(period: P): Result<P, PeriodReversed> =>
  period.from !== undefined && period.to !== undefined && period.from >= period.to
    ? err({ type: 'list.period-reversed', from: period.from, to: period.to })
    : ok(period);
