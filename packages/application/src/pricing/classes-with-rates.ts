import type { TaxClass, TaxZone } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';

/** Something in the shop has a tax class that some zone has no rate for: it could not be sold there. */
export type TaxClassesUncovered = {
  readonly type: 'tax-rules.classes-uncovered';
  readonly taxClasses: readonly TaxClass[];
};

/** Whether each zone has a rate for the class. */
export const hasRate = (zones: readonly TaxZone[], taxClass: TaxClass): boolean =>
  zones.every(({ rates }) => Object.hasOwn(rates, taxClass));

/** Refuses zones that do not have a rate for each class that is used. Without zones no tax is charged. */
export function requireRates(
  zones: readonly TaxZone[] | undefined,
  used: readonly TaxClass[],
): Result<void, TaxClassesUncovered> {
  const taxClasses = zones === undefined ? [] : used.filter((taxClass) => !hasRate(zones, taxClass));
  return taxClasses.length === 0 ? ok(undefined) : err({ type: 'tax-rules.classes-uncovered', taxClasses });
}
