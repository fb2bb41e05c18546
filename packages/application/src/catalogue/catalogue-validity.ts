import type { ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { CatalogueReader } from '../ports/read-models/catalogue-reader.js';

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
