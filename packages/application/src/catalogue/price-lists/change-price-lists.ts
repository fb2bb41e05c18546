import {
  checkPriceOffer,
  type CurrencyCode,
  type Money,
  type PriceOfferError,
  type VariantId,
} from '@cartwright/domain';
import { err, ok, Result, type ResultAsync } from 'neverthrow';
import { fromDomain, type Refusal } from '../../from-domain.js';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { Ids } from '../../ports/ids.js';
import type {
  PriceList,
  PriceListEntry,
  VariantUnknown,
} from '../../ports/repositories/catalogue/price-list-records.js';
import type { Repositories, UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import { patched, type Patch } from '../products/patch.js';
import { expectVersion, type VersionStale } from '../../expect-version.js';

/** No price list has this id. */
export type PriceListNotFound = { readonly type: 'price-list.not-found'; readonly priceListId: string };
/** The list has changed since the caller read it. */
export type PriceListStale = VersionStale<'price-list.stale'>;
/** Why a price list is refused. */
export type PriceListRefusal =
  | Refusal<PriceOfferError>
  | { readonly type: 'price-list.price-duplicate'; readonly variantId: VariantId; readonly minQuantity: number }
  | { readonly type: 'price-list.period-empty'; readonly startsAt: string; readonly endsAt: string };

/** An entry as editors send it. It applies from one unit by default. */
export type NewEntry = { readonly variantId: VariantId; readonly minQuantity?: number; readonly price: Money };
type PriceListFacts = Pick<PriceList, 'name' | 'currency' | 'groups' | 'startsAt' | 'endsAt' | 'priority'>;
export type CreatePriceListCommand = Pick<PriceListFacts, 'name' | 'currency'> &
  Partial<PriceListFacts> & { readonly prices?: readonly NewEntry[] };
export type CreatePriceListError = PriceListRefusal | VariantUnknown | StorageUnavailable;
/** Adds a price list. */
export type CreatePriceList = (command: CreatePriceListCommand) => ResultAsync<PriceList, CreatePriceListError>;

type Deps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock };

export const makeCreatePriceList =
  ({ unitOfWork, clock, ids }: Deps & { readonly ids: Ids }): CreatePriceList =>
  ({ prices = [], ...facts }) => {
    const now = clock.now();
    const list = { priority: 0, ...facts, id: ids.next(), prices: prices.map(entryOf), version: 1, createdAt: now };
    return unitOfWork.run((repositories) => save(repositories, list, now));
  };

type PriceListChange = { readonly priceListId: string; readonly expectedVersion?: number };
export type ChangePriceListCommand = PriceListChange & {
  readonly patch: Patch<PriceListFacts> & { readonly prices?: readonly NewEntry[] };
};
export type ChangePriceListError = PriceListNotFound | PriceListStale | CreatePriceListError;
/** Changes a price list. `prices` replaces all its prices. */
export type ChangePriceList = (command: ChangePriceListCommand) => ResultAsync<PriceList, ChangePriceListError>;

export const makeChangePriceList =
  ({ unitOfWork, clock }: Deps): ChangePriceList =>
  ({ patch: { prices, ...patch }, ...change }) =>
    unitOfWork.run((repositories) =>
      lock(repositories, change).andThen((before) => {
        const facts = patched<PriceList>(before, patch, { priority: 0 });
        const entries = prices === undefined ? before.prices : prices.map(entryOf);
        return save(repositories, { ...facts, prices: entries, version: before.version + 1 }, clock.now());
      }),
    );

export type DeletePriceListError = PriceListNotFound | PriceListStale | StorageUnavailable;
/** Deletes a price list with its prices. */
export type DeletePriceList = (command: PriceListChange) => ResultAsync<void, DeletePriceListError>;

export const makeDeletePriceList =
  ({ unitOfWork, clock }: Deps): DeletePriceList =>
  (change) =>
    unitOfWork.run((repositories) =>
      lock(repositories, change).andThen(({ id }) => repositories.priceLists.remove(id, clock.now())),
    );

export type ViewPriceListError = PriceListNotFound | StorageUnavailable;
/** A price list with all its prices. */
export type ViewPriceList = (query: { readonly priceListId: string }) => ResultAsync<PriceList, ViewPriceListError>;

export const makeViewPriceList =
  ({ unitOfWork }: { readonly unitOfWork: Pick<UnitOfWork, 'read'> }): ViewPriceList =>
  ({ priceListId }) =>
    unitOfWork.read(({ priceLists }) =>
      priceLists
        .find(priceListId)
        .andThen((found) =>
          found === undefined ? err({ type: 'price-list.not-found', priceListId } as const) : ok(found),
        ),
    );

const entryOf = ({ minQuantity = 1, ...entry }: NewEntry): PriceListEntry => ({ ...entry, minQuantity });

function lock(
  { priceLists }: Repositories,
  { priceListId, expectedVersion }: PriceListChange,
): ResultAsync<PriceList, PriceListNotFound | PriceListStale> {
  return priceLists.lock(priceListId).andThen((found): Result<PriceList, PriceListNotFound | PriceListStale> => {
    if (found === undefined) return err({ type: 'price-list.not-found', priceListId });
    return expectVersion(found, expectedVersion, 'price-list.stale');
  });
}

const save = (
  { priceLists }: Repositories,
  list: PriceList,
  at: string,
): ResultAsync<PriceList, PriceListRefusal | VariantUnknown> =>
  check(list).asyncAndThen(() =>
    priceLists
      .save(list, at)
      .andThen(() => priceLists.find(list.id))
      .map((saved) => saved ?? list),
  );

function check({ currency, startsAt, endsAt, prices }: PriceList): Result<void, PriceListRefusal> {
  if (startsAt !== undefined && endsAt !== undefined && endsAt <= startsAt) {
    return err({ type: 'price-list.period-empty', startsAt, endsAt });
  }
  const seen = new Set<string>();
  for (const { variantId, minQuantity } of prices) {
    const key = `${variantId} ${minQuantity}`;
    if (seen.has(key)) return err({ type: 'price-list.price-duplicate', variantId, minQuantity });
    seen.add(key);
  }
  return requireCurrency(currency).andThen(() =>
    Result.combine(
      prices.map(({ variantId, price }): Result<unknown, PriceListRefusal> =>
        price.currency === currency
          ? fromDomain(checkPriceOffer({ type: 'list', id: variantId, price }))
          : err({ type: 'money.currency-mismatch', expected: currency, actual: price.currency }),
      ),
    ).map(() => undefined),
  );
}

/** Also of a list without prices. */
const requireCurrency = (currency: CurrencyCode): Result<unknown, PriceListRefusal> =>
  fromDomain(checkPriceOffer({ type: 'list', id: 'any', price: { amount: 0, currency } }));
