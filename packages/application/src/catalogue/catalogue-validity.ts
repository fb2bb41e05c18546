import type { CustomerGroup } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { CatalogueReader } from '../ports/read-models/catalogue-reader.js';
import { groupsOf, type AudienceDeps } from './audience-of.js';

/** The groups whose prices the caller pays. */
export type FindCustomerGroups = (query: {
  readonly caller: Caller;
}) => ResultAsync<readonly CustomerGroup[], StorageUnavailable>;

export const makeFindCustomerGroups =
  ({ unitOfWork }: Pick<AudienceDeps, 'unitOfWork'>): FindCustomerGroups =>
  ({ caller }) =>
    groupsOf(unitOfWork, caller);

/**
 * How long the catalogue stays as it is unless somebody changes it, in milliseconds: until the next start or end of a
 * price list or promotion, or the next publication. `Infinity` if none is planned.
 */
export type MeasureCatalogueValidity = () => ResultAsync<number, StorageUnavailable>;

export const makeMeasureCatalogueValidity =
  ({
    catalogueReader,
    clock,
  }: {
    readonly catalogueReader: Pick<CatalogueReader, 'nextChange'>;
    readonly clock: Clock;
  }): MeasureCatalogueValidity =>
  () => {
    const at = clock.now();
    return catalogueReader
      .nextChange(at)
      .map((next) => (next === undefined ? Infinity : Date.parse(next) - Date.parse(at)));
  };
