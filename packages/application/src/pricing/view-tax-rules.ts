import type { TaxZone } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

/** How the shop charges tax by zone; none when it charges no tax. Rates are in millionths. */
export type ViewTaxRules = () => ResultAsync<readonly TaxZone[], StorageUnavailable>;

export const makeViewTaxRules =
  ({ unitOfWork }: { readonly unitOfWork: UnitOfWork }): ViewTaxRules =>
  () =>
    unitOfWork.read(({ pricing }) => pricing.rules()).map(({ taxZones = [] }) => taxZones);
