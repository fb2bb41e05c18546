import {
  currencyDecimals,
  defaultMinimumOrderRules,
  type MinimumOrderRule,
  type MoneyOutOfRange,
  type UnknownCurrency,
} from '@cartwright/domain';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

type Deps = { readonly unitOfWork: UnitOfWork };

/** The least that an order may come to: the rules of the shop, the domain's default until it has given any. */
export type ViewMinimumOrderRules = () => ResultAsync<readonly MinimumOrderRule[], StorageUnavailable>;

export const makeViewMinimumOrderRules =
  ({ unitOfWork }: Deps): ViewMinimumOrderRules =>
  () =>
    unitOfWork
      .read(({ pricing }) => pricing.rules())
      .map(({ minimumOrderRules = defaultMinimumOrderRules }) => minimumOrderRules);

/** Somebody changed the rules since the caller last saw them. */
export type MinimumOrderRulesStale = { readonly type: 'minimum-order-rules.stale' };
export type SetMinimumOrderRulesCommand = {
  readonly rules: readonly MinimumOrderRule[];
  /** What the caller takes for the current rules (`If-Match`), if they say so. */
  readonly isExpected?: (standing: readonly MinimumOrderRule[]) => boolean;
};
export type SetMinimumOrderRulesError = UnknownCurrency | MoneyOutOfRange | MinimumOrderRulesStale | StorageUnavailable;
/** Replaces all rules, from now on. An empty list means that there is no minimum. */
export type SetMinimumOrderRules = (
  command: SetMinimumOrderRulesCommand,
) => ResultAsync<readonly MinimumOrderRule[], SetMinimumOrderRulesError>;

export const makeSetMinimumOrderRules =
  ({ unitOfWork }: Deps): SetMinimumOrderRules =>
  ({ rules, isExpected = () => true }) =>
    checkAmounts(rules).asyncAndThen(() =>
      unitOfWork
        .run(({ pricing }) =>
          pricing
            .lockMinimumOrders()
            .andThen((standing = defaultMinimumOrderRules) =>
              isExpected(standing) ? ok(undefined) : err({ type: 'minimum-order-rules.stale' } as const),
            )
            .andThen(() => pricing.saveMinimumOrders(rules)),
        )
        .map(() => rules),
    );

/** Carts in the currency of a wrong minimum could not be priced. */
function checkAmounts(rules: readonly MinimumOrderRule[]): Result<void, UnknownCurrency | MoneyOutOfRange> {
  for (const { minimum } of rules) {
    const { amount, currency } = minimum;
    if (currencyDecimals(currency) === undefined) return err({ type: 'money.unknown-currency', currency });
    if (!Number.isSafeInteger(amount) || amount < 0) {
      return err({ type: 'money.out-of-range', limit: Number.MAX_SAFE_INTEGER });
    }
  }
  return ok(undefined);
}
