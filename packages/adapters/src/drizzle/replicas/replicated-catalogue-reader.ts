import type { CatalogueReader, StorageUnavailable } from '@cartwright/application';
import { errAsync, type ResultAsync } from 'neverthrow';
import type { Replicas } from './follow-replicas.js';

type Parts = {
  readonly primary: CatalogueReader;
  /** In the order of the replicas that `choice` follows. */
  readonly replicas: readonly CatalogueReader[];
  readonly choice: Pick<Replicas, 'choose' | 'fail'>;
};

/**
 * Reads the catalogue from a replica, where one is fresh enough. What a replica cannot read is read from the primary.
 *
 * @example makeReplicatedCatalogueReader({ primary, replicas: [reader], choice: followReplicas({ … }) })
 */
export function makeReplicatedCatalogueReader({ primary, replicas, choice }: Parts): CatalogueReader {
  const read = <T, E extends { readonly type: string }>(
    work: (reader: CatalogueReader) => ResultAsync<T, E | StorageUnavailable>,
  ): ResultAsync<T, E | StorageUnavailable> => {
    const chosen = choice.choose() ?? -1;
    const replica = replicas[chosen];
    if (replica === undefined) return work(primary);
    return work(replica).orElse((error) => {
      if (error.type !== 'storage.unavailable') return errAsync(error);
      choice.fail(chosen);
      return work(primary);
    });
  };
  return {
    products: (...asked) => read((reader) => reader.products(...asked)),
    product: (...asked) => read((reader) => reader.product(...asked)),
    suggest: (...asked) => read((reader) => reader.suggest(...asked)),
    facets: (...asked) => read((reader) => reader.facets(...asked)),
    boughtWith: (...asked) => read((reader) => reader.boughtWith(...asked)),
    listedSlugs: (...asked) => read((reader) => reader.listedSlugs(...asked)),
    countListed: (...asked) => read((reader) => reader.countListed(...asked)),
    categories: (...asked) => read((reader) => reader.categories(...asked)),
    nextChange: (...asked) => read((reader) => reader.nextChange(...asked)),
  };
}
